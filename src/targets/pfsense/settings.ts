import type { Policy } from '../../policy/types.ts';

/** What config.xml should say of the site's options. */
export function settings({ site }: Policy): Readonly<Record<string, string>> {
  return { interface: site.targets.pfsense?.interface ?? '', enforce: site.enforce };
}
