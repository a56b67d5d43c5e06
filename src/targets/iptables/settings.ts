import type { Policy } from '../../policy/types.ts';

/** What rules.v4 and apply.sh should say of the site's options; only what is refused is logged. */
export function settings({ site }: Policy): Readonly<Record<string, string>> {
  const { hook = 'FORWARD', log = true } = site.targets.iptables ?? {};
  const { enforce } = site;
  return { hook, enforce, ...(enforce === 'closed' ? { log: String(log) } : {}) };
}
