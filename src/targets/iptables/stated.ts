import { formatNetwork } from '../../net/network.ts';
import { innerSpace } from '../../policy/inner.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import { optionsOf, type Protection } from './options.ts';

/** The expected options in the files; only a default-deny site logs what it denies and protects this device. */
export function stated(policy: TargetPolicy): Readonly<Record<string, string>> {
  const { enforce } = policy.site;
  const { hook, hook6, log, protection, filterHttpsRecords } = optionsOf(policy);
  const inner = innerSpace(policy.site).map(formatNetwork).join(' ');
  const closed = { log: String(log), protectSelf: protectionText(protection) };
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
