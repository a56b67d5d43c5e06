import type { PaloaltoOptions } from '../../language/document.ts';
import type { Site } from '../../language/types.ts';
import { formatAddress } from '../../net/address.ts';
import type { Network } from '../../net/network.ts';
import { parseSingleAddress } from '../../net/network-text.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import type { Refusal } from '../../problem.ts';
import type { NamingPlace } from '../device.ts';
import { oncePerSite } from '../kit/writing/once.ts';
import { namedOptions } from '../kit/writing/options.ts';

/** The location of objects and rules. Only Panorama has device groups and shared, above or below the firewall's rules. */
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
  /** The addresses of self among the resolvers; undefined if the site does not list them. */
  readonly self: readonly Network[] | undefined;
  /** The faults of addresses that are not canonical. */
  readonly wrongAddresses: readonly Refusal[];
  readonly position: Exclude<PaloaltoOptions['position'], undefined>;
  readonly anyApplication: boolean;
  readonly match: 'url-category' | 'fqdn';
  readonly logSetting: string | undefined;
  readonly profileGroup: string | undefined;
};

/** The options of a site for this target; `optionRefusals` reports invalid addresses. */
export const optionsOf = oncePerSite(({ site }): Options => {
  const options = namedOptions(site, 'paloalto');
  const addresses = (options.resolvers ?? []).map(parseSingleAddress);
  const self = addresses.flatMap((address) => (address.ok ? [address.value] : []));
  return {
    location: locationOf(options.location),
    from: options.from,
    to: options.to,
    resolverZone: options.resolverZone,
    self: self.length > 0 ? self : undefined,
    wrongAddresses: addresses.flatMap((address) => (address.ok ? [] : [withoutFix(address.error)])),
    position: options.position,
    anyApplication: options.applications === 'any',
    match: options.match ?? 'url-category',
    logSetting: options.logSetting,
    profileGroup: options.profileGroup,
  };
});

/** A refusal without its fix: the fix is for one address, and the problem is at the whole list. */
function withoutFix({ rule, message, help }: Refusal): Refusal {
  return { rule, message, help };
}

/** The location that an option names; without one, the first virtual system. */
function locationOf(option: PaloaltoOptions['location']): Location {
  if (option === undefined) return { kind: 'vsys', vsys: 'vsys1' };
  if (option === 'shared') return { kind: 'shared' };
  if (typeof option === 'string') return { kind: 'vsys', vsys: option };
  return { kind: 'device-group', name: option.deviceGroup, rulebase: option.rulebase };
}

/** The rulebase of a location. */
export function rulebaseOf(location: Location): 'rulebase' | 'pre-rulebase' | 'post-rulebase' {
  if (location.kind === 'vsys') return 'rulebase';
  // Panorama's shared location also has two rulebases. The option does not name one, so use the one above.
  return location.kind === 'shared' ? 'pre-rulebase' : `${location.rulebase}-rulebase`;
}

/** The addresses of the site's resolvers, including self if the site lists its addresses. */
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
 * The place of a site's names: its location of a firewall or Panorama. Two sites with the same names there would each
 * empty and fill the lists of the other. A site without a device may be on the device of any other site. Both rulebases
 * of a device group share its objects.
 */
export function namesAt({ prefix, targets }: Site): NamingPlace | undefined {
  if (targets.paloalto === undefined) return undefined;
  const place = placeOf(locationOf(targets.paloalto.location));
  return { key: `${prefix} ${place}`, unnamedDevice: 'any' };
}

function placeOf(location: Location): string {
  switch (location.kind) {
    case 'vsys':
      return `vsys ${location.vsys}`;
    case 'shared':
      return 'shared';
    case 'device-group':
      return `device-group ${location.name}`;
  }
}
