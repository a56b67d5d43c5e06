import type { TargetSitePolicy } from '../../../../../src/policy/types.ts';
import { objectName } from '../../../../../src/targets/kit/writing/names.ts';

// A limit belongs here with the manual that says so; ours is what the most careful of devices take.
const limits = { length: 31, separator: '_', keep: /^[a-z0-9]$/ };

/** What the list is called where it is loaded: prefix and site, so that the lists of two sites never meet. */
export function listName({ site }: TargetSitePolicy): string {
  return objectName([site.prefix, site.id], limits);
}
