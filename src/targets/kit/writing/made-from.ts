import type { TargetPolicy } from '../../../policy/types.ts';
import type { Refusal, Result } from '../../../problem.ts';
import type { Target, View } from '../../target.ts';

/** For each file what its template asks for. */
type ViewsOf<Made extends Target['files']> = {
  readonly [File in keyof Made]: Made[File] extends (view: infer Asked extends View) => string
    ? Asked
    : never;
};

/**
 * Ties each file of a target to the template that makes it. A view that leaves a file out, or that gives it what
 * another template asks for, does not compile.
 */
export function madeFrom<const Made extends Target['files']>(
  files: Made,
  view: (policy: TargetPolicy) => Result<ViewsOf<Made>, readonly Refusal[]>,
): Pick<Target, 'files' | 'view'> {
  return { files, view };
}
