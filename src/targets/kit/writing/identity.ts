import type { TargetSitePolicy } from '../../../policy/types.ts';

/**
 * The owner of the objects in the files: the spec name in their headers, and the prefix of all names on the device. With
 * the prefix of another site, they would replace that site's objects.
 */
export function identityOf({ spec, site }: TargetSitePolicy): Readonly<Record<string, string>> {
  return { spec: spec.name, prefix: site.prefix };
}
