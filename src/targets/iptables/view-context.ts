import type { Family } from '../../net/address.ts';
import type { HostName } from '../../net/host.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import type { OwnNames, SetNames } from './names.ts';
import type { Options } from './options.ts';
import type { Plan } from './plan.ts';
import type { ResolvedName } from './plan-names.ts';

/** A name in dnsmasq.conf, and the sets that dnsmasq fills with its addresses: its own, and those of rules. */
export type FilledName = {
  readonly name: HostName;
  readonly own: readonly string[];
  readonly shared: readonly string[];
};

/** The data that every part of the view needs. */
export type Context = {
  readonly policy: TargetPolicy;
  readonly options: Options;
  readonly names: SetNames;
  readonly resolved: readonly ResolvedName[];
  readonly filled: readonly FilledName[];
  readonly own: OwnNames;
  readonly families: readonly Family[];
  readonly plans: Readonly<Record<Family, Plan>>;
};
