import type { Site } from '../language/types.ts';
import type { Target } from './target.ts';

/** The targets that a site names, in the order of the known ones. */
export function targetsOf({ targets }: Site, known: readonly Target[]): readonly Target[] {
  return known.filter(({ name }) => Object.hasOwn(targets, name));
}
