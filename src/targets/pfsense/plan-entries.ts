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
import { compareText, sortedUnique } from '../../net/order.ts';
import { wholeHost } from '../../net/path.ts';
import { sha256 } from '../../policy/digest.ts';
import type { Origin, Rule, RuleDestination, TargetSitePolicy } from '../../policy/types.ts';

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

/** The entries of a rule in parts, as `partsOf` returns them, by the type of alias. */
export type PartedEntries = { readonly [type in keyof Entries]: Parts | undefined };

/** The entries of a rule. Wildcards, patterns and networks of other families have none. */
export function partedEntriesOf(
  policy: TargetSitePolicy,
  rule: Rule,
  sorting: Sorting,
): PartedEntries {
  const { destinations, group } = rule;
  const find = () => findEntries(policy, rule, sorting);
  // Resolvers are those of one site; all other entries are the same at every site.
  if (destinations.some(({ destination }) => destination.kind === 'resolvers')) return find();
  const ofRule = getOrAdd(known, destinations, () => new Map<string, PartedEntries>());
  const key = JSON.stringify([sorting.families, sorting.apart, group.id, group.title]);
  return getOrAdd(ofRule, key, find);
}

// Kept because the policy of a site and those of its device have the same destinations.
const known = new WeakMap<Rule['destinations'], Map<string, PartedEntries>>();

function findEntries(policy: TargetSitePolicy, rule: Rule, sorting: Sorting): PartedEntries {
  const wanted: Wanted[] = [];
  for (const to of rule.destinations)
    for (const place of placesOf(policy, to, sorting)) wanted.push({ place, to });
  wanted.sort((a, b) => comparePlaces(a.place, b.place));
  const entries = entriesOf(wanted, rule);
  return {
    host: partsOf(entries.filter(({ place }) => place.kind !== 'block')),
    network: partsOf(entries.filter(({ place }) => place.kind === 'block')),
  };
}

/** One place of a destination. */
type Wanted = { readonly place: EntryPlace; readonly to: RuleDestination };

/** One entry for each place; the destinations with the same one are side by side. */
function entriesOf(sorted: readonly Wanted[], rule: Rule): Entry[] {
  const entries: Entry[] = [];
  for (let [first, next] = [0, 1]; first < sorted.length; first = next, next += 1) {
    const one = sorted[first];
    if (one === undefined) break;
    while (isSamePlace(one, sorted[next])) next += 1;
    entries.push(entryFor(one.place, sorted.slice(first, next), rule));
  }
  return entries;
}

function isSamePlace(one: Wanted, other: Wanted | undefined): boolean {
  return other !== undefined && comparePlaces(one.place, other.place) === 0;
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

/** Entries, each in one of the parts. */
export type Parts = readonly (readonly Entry[])[];

/**
 * The entries in as many parts as the limit requires, a power of two; undefined if that is more than 256. The part of an
 * entry depends only on its text, so an additional entry moves no other, unless the number of parts doubles.
 */
export function partsOf(
  entries: readonly Entry[],
  limit: number = largestAlias,
): Parts | undefined {
  if (entries.length <= limit) return [entries];
  const hashes = Uint8Array.from(entries, hashOf);
  const count = leastParts(hashes, limit);
  if (count === undefined) return undefined;
  const parts = Array.from({ length: count }, (): Entry[] => []);
  entries.forEach((entry, index) => {
    parts[(hashes[index] ?? 0) % count]?.push(entry);
  });
  return parts;
}

/** The lowest number of parts, a power of two, of which none is above the limit. */
function leastParts(hashes: Uint8Array, limit: number): number | undefined {
  for (let count = 2; count <= mostParts; count *= 2) {
    const sizes = new Uint32Array(count);
    for (const hash of hashes) sizes[hash % count] = (sizes[hash % count] ?? 0) + 1;
    if (sizes.every((size) => size <= limit)) return count;
  }
  return undefined;
}

/** One byte, which decides on the part of an entry. */
function hashOf({ place }: Entry): number {
  return Number.parseInt(sha256(entryText(place)).slice(0, 2), 16);
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

function entryFor(place: EntryPlace, wanted: readonly Wanted[], rule: Rule): Entry {
  const isResolver = wanted.every(({ to }) => to.destination.kind === 'resolvers');
  const about = isResolver ? 'resolver of the site' : aboutOf(wanted, rule.group.title);
  return { place, about, fallback: rule.group.id };
}

function aboutOf(wanted: readonly Wanted[], title: string): string {
  if (!wanted.some(({ to }) => to.origins.some(asksPath))) return title;
  const paths = wanted.flatMap(({ to }) => to.origins.map(({ endpoint }) => endpoint.path));
  return `${title} (${sortedUnique(paths, compareText).join(', ')})`;
}

function asksPath({ endpoint }: Origin): boolean {
  return endpoint.path !== wholeHost;
}

const kindOrder = { name: 0, address: 1, block: 2 } as const;

function comparePlaces(a: EntryPlace, b: EntryPlace): number {
  if (a.kind === 'name' && b.kind === 'name') return compareText(a.name, b.name);
  if (a.kind === 'name' || b.kind === 'name' || a.kind !== b.kind)
    return kindOrder[a.kind] - kindOrder[b.kind];
  return (
    compareNetworks(networkOfAddress(a.cidr.address), networkOfAddress(b.cidr.address)) ||
    a.cidr.prefix - b.cidr.prefix
  );
}
