import type { TargetPolicy } from '../../../policy/types.ts';
import type { Refusal, Result } from '../../../problem.ts';
import type { Target, View } from '../../target.ts';

/** For each file, the view that its template needs. */
type ViewsOf<Made extends Target['files']> = {
  readonly [File in keyof Made]: Made[File] extends (view: infer Asked extends View) => string
    ? Asked
    : never;
};

/**
 * Connects each file of a target with its template. A view that omits a file, or that has the view of another template
 * for it, does not compile.
 */
export function madeFrom<const Made extends Target['files']>(
  files: Made,
  view: (policy: TargetPolicy) => Result<ViewsOf<Made>, readonly Refusal[]>,
): Pick<Target, 'files' | 'view'> {
  return { files, view };
}
