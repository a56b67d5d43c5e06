import type { SiteTargets } from '../../../language/document.ts';
import type { Site } from '../../../language/types.ts';

/**
 * The options of a site for a target. Calling it for a site without this target is a bug: such a site has no options,
 * and no defaults replace them.
 */
export function namedOptions<Name extends keyof SiteTargets>(
  { id, targets }: Site,
  name: Name,
): NonNullable<SiteTargets[Name]> {
  const options = targets[name];
  if (options === undefined) throw new Error(`site "${id}" does not name the target ${name}`);
  return options;
}
