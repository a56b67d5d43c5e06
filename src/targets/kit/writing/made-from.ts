import type { TemplateName, TemplateViews } from '../../../../compiled/templates.js';
import type { TargetPolicy } from '../../../policy/types.ts';
import type { Refusal, Result } from '../../../problem.ts';
import type { Target } from '../../target.ts';

type Files = Readonly<Record<string, TemplateName>>;

/** For each file what its template asks for. */
type ViewsOf<Made extends Files> = { readonly [File in keyof Made]: TemplateViews[Made[File]] };

/**
 * Ties each file of a target to the template that makes it. A view that leaves a file out, or that gives it what
 * another template asks for, does not compile.
 */
export function madeFrom<const Made extends Files>(
  files: Made,
  view: (policy: TargetPolicy) => Result<ViewsOf<Made>, readonly Refusal[]>,
): Pick<Target, 'files' | 'view'> {
  return { files, view };
}
