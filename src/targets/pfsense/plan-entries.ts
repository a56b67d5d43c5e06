import { createHash } from 'node:crypto';
import { getOrAdd } from '../../maps.ts';
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

/** The value of one entry of an alias: a host, one address, or a block, always with its prefix length. */
export type EntryPlace =
  | { readonly kind: 'name'; readonly name: HostName }
  | { readonly kind: 'address'; readonly cidr: Cidr }
  | { readonly kind: 'block'; readonly cidr: Cidr };

/** One entry of an alias, with its description in free text. */
export type Entry = {
  readonly place: EntryPlace;
  readonly about: string;
  readonly fallback: string;
};

/** The entries for a rule's destinations, by the type of alias; sorted, without duplicates. */
export type Entries = { readonly host: readonly Entry[]; readonly network: readonly Entry[] };

/** Decides which alias contains an address. */
export type Sorting = {
  /** The address families of the rules. */
  readonly families: readonly Family[];
  /** Are single addresses with the networks, separate from names? */
  readonly apart: boolean;
};

/** The entries of a rule. Wildcards, patterns and networks of other families have none. */
export function entriesOf(policy: TargetSitePolicy, rule: Rule, sorting: Sorting): Entries {
  const wanted = new Map<string, { place: EntryPlace; to: RuleDestination[] }>();
  for (const to of rule.destinations) {
    for (const place of placesOf(policy, to, sorting)) {
      getOrAdd(wanted, entryText(place), () => ({ place, to: [] })).to.push(to);
    }
  }
  const entries = [...wanted.values()].map(({ place, to }) => entryFor(place, to, rule));
  entries.sort((a, b) => comparePlaces(a.place, b.place));
  return {
    host: entries.filter(({ place }) => place.kind !== 'block'),
    network: entries.filter(({ place }) => place.kind === 'block'),
  };
}

/** Networks of the site as entries: only blocks, since pfSense does not support ranges here. */
export function blockEntries(networks: readonly Network[], about: string): Entry[] {
  return networks.flatMap(cidrsOf).map((cidr) => ({
    place: { kind: 'block', cidr },
    about,
    fallback: '',
  }));
}

/** The entry in the form of both files. */
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
 * The entries in as many parts as the limit requires, a power of two; undefined if that is more than 256. The part of an
 * entry depends only on its text, so an additional entry moves no other, unless the number of parts doubles.
 */
export function partsOf(
  entries: readonly Entry[],
  limit: number = largestAlias,
): readonly (readonly Entry[])[] | undefined {
  const hashes = entries.length <= limit ? [] : entries.map(hashOf);
  for (let count = 1; count <= mostParts; count *= 2) {
    const parts = Array.from({ length: count }, (): Entry[] => []);
    entries.forEach((entry, index) => {
      parts[(hashes[index] ?? 0) % count]?.push(entry);
    });
    if (parts.every((part) => part.length <= limit)) return parts;
  }
  return undefined;
}

/** One byte, which decides on the part of an entry. */
function hashOf({ place }: Entry): number {
  return createHash('sha256').update(entryText(place)).digest().readUInt8(0);
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
    case 'self':
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
