import { formatNetwork } from '../../net/network.ts';
import { innerSpace } from '../../policy/inner.ts';
import type { Policy } from '../../policy/types.ts';
import { type Protection, protectionOf } from './options.ts';

/** What the files should say of the site's options; only a closed site logs what it refuses, and closes this device. */
export function settings({ site }: Policy): Readonly<Record<string, string>> {
  const options = site.targets.iptables ?? {};
  const { hook = 'FORWARD', hook6 = hook, log = true, filterHttpsRecords = false } = options;
  const { enforce } = site;
  const inner = innerSpace(site).map(formatNetwork).join(' ');
  const closed = { log: String(log), protectSelf: protectionText(protectionOf(options)) };
  return {
    hook,
    hook6,
    enforce,
    filterHttpsRecords: String(filterHttpsRecords),
    ...(inner === '' ? {} : { inner }),
    ...(enforce === 'closed' ? closed : {}),
  };
}

function protectionText(protection: Protection | undefined): string {
  if (protection === undefined) return 'false';
  const { interfaces } = protection;
  return interfaces.length === 0 ? 'true' : `interfaces ${interfaces.join(' ')}`;
}
