import type { SitePolicy } from '../../policy/types.ts';

/** What config.xml should say of the site's options; only a closed site denies, and logs what it denies. */
export function settings({ site }: SitePolicy): Readonly<Record<string, string>> {
  const { interface: key = '', log = true, closing = 'reject' } = site.targets.pfsense ?? {};
  const { enforce } = site;
  return {
    interface: key,
    enforce,
    ...(enforce === 'closed' ? { closing, log: String(log) } : {}),
  };
}
