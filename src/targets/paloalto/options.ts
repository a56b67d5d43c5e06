import type { PaloaltoOptions } from '../../language/document.ts';
import type { Site } from '../../language/types.ts';
import { formatAddress } from '../../net/address.ts';
import type { Network } from '../../net/network.ts';
import { parseSingleAddress } from '../../net/network-text.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import { mayShareDevice } from '../kit/writing/device.ts';
import { namedOptions } from '../kit/writing/options.ts';

/** Where objects and rules live. Only Panorama has rules in a device group or in shared, above or below the firewall's own. */
export type Location =
  | { readonly kind: 'vsys'; readonly vsys: string }
  | { readonly kind: 'shared' }
  | { readonly kind: 'device-group'; readonly name: string; readonly rulebase: 'pre' | 'post' };

/** The options of one site, with every default filled in. */
export type Options = {
  readonly location: Location;
  readonly from: string;
  readonly to: string;
  readonly resolverZone: string | undefined;
  /** What stands for self among the resolvers; undefined when the site does not say. */
  readonly self: readonly Network[] | undefined;
  readonly position: Exclude<PaloaltoOptions['position'], undefined>;
  readonly anyApplication: boolean;
  readonly match: 'url-category' | 'fqdn';
  readonly logSetting: string | undefined;
  readonly profileGroup: string | undefined;
};

/** The options that a site gives this target; addresses that are not canonical are for the refusals to tell. */
export function optionsOf({ site }: TargetPolicy): Options {
  const options = namedOptions(site, 'paloalto');
  const addresses = (options.resolvers ?? []).map(parseSingleAddress);
  const self = addresses.flatMap((address) => (address.ok ? [address.value] : []));
  return {
    location: locationOf(options.location),
    from: options.from,
    to: options.to,
    resolverZone: options.resolverZone,
    self: self.length > 0 ? self : undefined,
    position: options.position,
    anyApplication: options.applications === 'any',
    match: options.match ?? 'url-category',
    logSetting: options.logSetting,
    profileGroup: options.profileGroup,
  };
}

/** The location that an option names; without one, the first virtual system. */
function locationOf(option: PaloaltoOptions['location']): Location {
  if (option === undefined) return { kind: 'vsys', vsys: 'vsys1' };
  if (option === 'shared') return { kind: 'shared' };
  if (typeof option === 'string') return { kind: 'vsys', vsys: option };
  return { kind: 'device-group', name: option.deviceGroup, rulebase: option.rulebase };
}

/** In which rulebase of its location the rules stand. */
export function rulebaseOf(location: Location): 'rulebase' | 'pre-rulebase' | 'post-rulebase' {
  if (location.kind === 'vsys') return 'rulebase';
  // Panorama's shared rules have two rulebases as well; the option names none, and above is where they hold.
  return location.kind === 'shared' ? 'pre-rulebase' : `${location.rulebase}-rulebase`;
}

/** The addresses of the site's resolvers, self among them where the site says which it is. */
export function resolverNetworks(policy: TargetPolicy, options: Options): readonly Network[] {
  const { resolvers } = policy.site;
  if (resolvers.kind === 'any') return [];
  const all = [...resolvers.addresses, ...(resolvers.self ? (options.self ?? []) : [])];
  return [...new Map(all.map((one) => [addressKey(one), one])).values()];
}

function addressKey({ family, first }: Network): string {
  return formatAddress({ family, value: first });
}

/**
 * Would two sites write objects of the same names to the same place of a firewall or Panorama? Each would then empty
 * and fill the lists of the other. A site that names no device may be on that of any other. Both rulebases of a device
 * group share its objects.
 */
export function sameLocation(a: Site, b: Site): boolean {
  const [first, second] = [a.targets.paloalto, b.targets.paloalto];
  if (first === undefined || second === undefined || a.prefix !== b.prefix) return false;
  if (!mayShareDevice(a, b)) return false;
  return placeOf(locationOf(first.location)) === placeOf(locationOf(second.location));
}

function placeOf(location: Location): string {
  switch (location.kind) {
    case 'vsys':
      return location.vsys;
    case 'shared':
      return 'shared';
    case 'device-group':
      return `device-group ${location.name}`;
  }
}
