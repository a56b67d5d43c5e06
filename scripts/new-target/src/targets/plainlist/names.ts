import type { TargetSitePolicy } from '../../../../../src/policy/types.ts';
import { objectName } from '../../../../../src/targets/kit/writing/names.ts';

// Cite the manual of your device for the limit here. This one is low enough for all common devices.
const limits = { length: 31, separator: '_', others: /[^a-z0-9]/gu };

/** The name of the list on the device: prefix and site, so that the lists of two sites never collide. */
export function listName({ site }: TargetSitePolicy): string {
  return objectName([site.prefix, site.id], limits);
}
