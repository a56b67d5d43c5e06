import type { TargetSitePolicy } from '../../../policy/types.ts';

/**
 * Whose objects the files make: the spec that their headers name, and the prefix of all names on the device. With the
 * prefix of another site they would replace that site's objects.
 */
export function identityOf({ spec, site }: TargetSitePolicy): Readonly<Record<string, string>> {
  return { spec: spec.name, prefix: site.prefix };
}
