import type { SiteTargets } from '../../../language/document.ts';
import type { Site } from '../../../language/types.ts';

/**
 * The options that a site gives a target. Who asks a target about a site that does not name it has a bug: such a site
 * has no options, and no defaults stand for them.
 */
export function namedOptions<Name extends keyof SiteTargets>(
  { id, targets }: Site,
  name: Name,
): NonNullable<SiteTargets[Name]> {
  const options = targets[name];
  if (options === undefined) throw new Error(`site "${id}" does not name the target ${name}`);
  return options;
}
