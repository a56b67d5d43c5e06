import type { IptablesOptions } from '../../language/document.ts';
import { compareText } from '../../net/order.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import { namedOptions } from '../kit/writing/options.ts';

/** How this device itself is closed to the clients; the interfaces, sorted, tell their link-local packets. */
export type Protection = { readonly interfaces: readonly string[] };

/** The target's options with every default filled in. */
export type Options = {
  readonly hook: string;
  readonly hook6: string;
  readonly log: boolean;
  /** Undefined where the device keeps its own rules. */
  readonly protection: Protection | undefined;
  readonly filterHttpsRecords: boolean;
};

/** The options that a site gives this target; whether they can work is for the refusals to say. */
export function optionsOf({ site }: TargetPolicy): Options {
  const options = namedOptions(site, 'iptables');
  const { hook = 'FORWARD', hook6 = hook, log = true, filterHttpsRecords = false } = options;
  const protection = protectionOf(options);
  return { hook, hook6, log, protection, filterHttpsRecords };
}

/** How the options close this device; undefined when they do not. */
function protectionOf({ protectSelf = false }: IptablesOptions): Protection | undefined {
  if (protectSelf === false) return undefined;
  return { interfaces: protectSelf === true ? [] : [...protectSelf.interfaces].sort(compareText) };
}
