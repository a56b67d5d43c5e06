import { createHash } from 'node:crypto';
import { type Family, formatAddress } from '../../net/address.ts';
import type { HostName } from '../../net/host.ts';
import {
  type Cidr,
  cidrsOf,
  compareNetworks,
  formatCidr,
  type Network,
  networkOfAddress,
} from '../../net/network.ts';
import { compareText, firstDifference } from '../../net/order.ts';
import { wholeHost } from '../../net/path.ts';
import type { Rule, RuleDestination, TargetSitePolicy } from '../../policy/types.ts';

/** What one entry of an alias names: a host, one address, or a block that always carries its length. */
export type EntryPlace =
  | { readonly kind: 'name'; readonly name: HostName }
  | { readonly kind: 'address'; readonly cidr: Cidr }
  | { readonly kind: 'block'; readonly cidr: Cidr };

/** One entry of an alias, and free text that says what it is for. */
export type Entry = {
  readonly place: EntryPlace;
  readonly about: string;
  readonly fallback: string;
};

/** The entries that a rule's destinations come to, by the type of alias that takes them; sorted, none twice. */
export type Entries = { readonly host: readonly Entry[]; readonly network: readonly Entry[] };

/** What decides which alias takes an address. */
export type Sorting = {
  /** The families that the rules hold for. */
  readonly families: readonly Family[];
  /** Are single addresses kept apart from names, with the networks? */
  readonly apart: boolean;
};

/** The entries of a rule. A wildcard or a pattern has none, nor has a network of a family that is not served. */
export function entriesOf(policy: TargetSitePolicy, rule: Rule, sorting: Sorting): Entries {
  const wanted = new Map<string, { place: EntryPlace; to: RuleDestination[] }>();
  for (const to of rule.destinations) {
    for (const place of placesOf(policy, to, sorting)) {
      const known = wanted.get(entryText(place)) ?? { place, to: [] };
      wanted.set(entryText(place), known);
      known.to.push(to);
    }
  }
  const entries = [...wanted.values()].map(({ place, to }) => entryFor(place, to, rule));
  entries.sort((a, b) => comparePlaces(a.place, b.place));
  return {
    host: entries.filter(({ place }) => place.kind !== 'block'),
    network: entries.filter(({ place }) => place.kind === 'block'),
  };
}

/** Networks of the site as entries: blocks only, since a range of addresses is none to pfSense. */
export function blockEntries(networks: readonly Network[], about: string): Entry[] {
  return networks.flatMap(cidrsOf).map((cidr) => ({
    place: { kind: 'block', cidr },
    about,
    fallback: '',
  }));
}

/** The entry as both files write it. */
export function entryText(place: EntryPlace): string {
  switch (place.kind) {
    case 'name':
      return place.name;
    case 'address':
      return formatAddress(place.cidr.address);
    case 'block':
      return formatCidr(place.cidr);
  }
}

/** pfSense's limit for one alias. */
export const largestAlias = 5000;
const mostParts = 256;

/**
 * The entries in as many parts as the limit asks for, a power of two; undefined when that is more than 256. The part of
 * an entry hangs on its own text, so that one entry more moves no other, until all parts are doubled.
 */
export function partsOf(
  entries: readonly Entry[],
  limit: number = largestAlias,
): readonly (readonly Entry[])[] | undefined {
  for (let count = 1; count <= mostParts; count *= 2) {
    const parts = Array.from({ length: count }, (): Entry[] => []);
    for (const entry of entries) parts[partOf(entry, count)]?.push(entry);
    if (parts.every((part) => part.length <= limit)) return parts;
  }
  return undefined;
}

function partOf({ place }: Entry, count: number): number {
  return createHash('sha256').update(entryText(place)).digest().readUInt8(0) % count;
}

function placesOf(policy: TargetSitePolicy, to: RuleDestination, sorting: Sorting): EntryPlace[] {
  const { destination } = to;
  switch (destination.kind) {
    case 'host':
      return destination.host.kind === 'exact'
        ? [{ kind: 'name', name: destination.host.name }]
        : [];
    case 'network':
      return networkPlaces(destination.network, sorting);
    case 'resolvers': {
      const { resolvers } = policy.site;
      if (resolvers.kind === 'any') return [];
      return resolvers.addresses.flatMap((address) => networkPlaces(address, sorting));
    }
    case 'any':
      return [];
  }
}

function networkPlaces(network: Network, { families, apart }: Sorting): EntryPlace[] {
  if (!families.includes(network.family)) return [];
  const kind = network.first === network.last && !apart ? 'address' : 'block';
  return cidrsOf(network).map((cidr) => ({ kind, cidr }));
}

function entryFor(place: EntryPlace, to: readonly RuleDestination[], rule: Rule): Entry {
  const isResolver = to.every(({ destination }) => destination.kind === 'resolvers');
  const paths = [
    ...new Set(to.flatMap(({ origins }) => origins.map(({ endpoint }) => endpoint.path))),
  ].sort(compareText);
  const asked = paths.some((path) => path !== wholeHost) ? ` (${paths.join(', ')})` : '';
  const about = isResolver ? 'resolver of the site' : `${rule.group.title}${asked}`;
  return { place, about, fallback: rule.group.id };
}

const kindOrder = { name: 0, address: 1, block: 2 } as const;

function comparePlaces(a: EntryPlace, b: EntryPlace): number {
  if (a.kind === 'name' && b.kind === 'name') return compareText(a.name, b.name);
  if (a.kind === 'name' || b.kind === 'name' || a.kind !== b.kind)
    return kindOrder[a.kind] - kindOrder[b.kind];
  return firstDifference(
    compareNetworks(networkOfAddress(a.cidr.address), networkOfAddress(b.cidr.address)),
    a.cidr.prefix - b.cidr.prefix,
  );
}
