import type { IptablesOptions } from '../../language/document.ts';
import { compareText } from '../../net/order.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import { namedOptions } from '../kit/writing/options.ts';

/** The protection of this device from the clients; the interfaces, sorted, identify their link-local packets. */
export type Protection = { readonly interfaces: readonly string[] };

/** The target's options with every default filled in. */
export type Options = {
  readonly hook: string;
  readonly hook6: string;
  readonly log: boolean;
  /** Undefined if the device keeps its own rules. */
  readonly protection: Protection | undefined;
  readonly filterHttpsRecords: boolean;
};

/** The options of a site for this target; `optionRefusals` checks whether they can work. */
export function optionsOf({ site }: TargetPolicy): Options {
  const options = namedOptions(site, 'iptables');
  const { hook = 'FORWARD', hook6 = hook, log = true, filterHttpsRecords = false } = options;
  const protection = protectionOf(options);
  return { hook, hook6, log, protection, filterHttpsRecords };
}

/** How the options protect this device; undefined if they do not. */
function protectionOf({ protectSelf = false }: IptablesOptions): Protection | undefined {
  if (protectSelf === false) return undefined;
  return { interfaces: protectSelf === true ? [] : [...protectSelf.interfaces].sort(compareText) };
}
