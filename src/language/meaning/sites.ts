import { quote } from '../../characters.ts';
import { compareNetworks, isWholeFamily, mergeNetworks, type Network } from '../../net/network.ts';
import { parseSingleAddress } from '../../net/network-text.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import { failure, type Place, type Refusal, type Result } from '../../problem.ts';
import type { SiteEntry, SiteTargets } from '../document.ts';
import { didYouMean, nearest } from '../suggest.ts';
import { type Resolvers, type Site, type Tier, tiers } from '../types.ts';
import {
  type Cursor,
  child,
  entries,
  items,
  keyPlace,
  placeOf,
  text,
  texts,
} from '../yaml/cursor.ts';
import type { Context } from './context.ts';
import {
  type Decoded,
  type Decoder,
  decoderOf,
  type KeysOf,
  listOf,
  oneOf,
  optional,
  parsed,
  required,
} from './decode.ts';
import type { Definition } from './definitions.ts';
import { accept, type Judgement, refuse } from './judgement.ts';
import { parseClient, parseInner } from './places.ts';
import { checkSelection, readSelection, type Selectable } from './select.ts';
import { destinations } from './site-destinations.ts';
import { siteVariables } from './site-variables.ts';
import { definedName, shapedText, sourceText } from './values.ts';

const siteKeys = {
  prefix: shapedText,
  device: shapedText,
  clients: networksOf(parseClient, 'the clients', 'list the networks that the clients are in'),
  resolvers,
  enforce: required(oneOf(['closed', 'additive']), 'closed'),
  tiers: inOneOrder,
  select: optional(readSelection),
  exclude: listOf(definedName('group')),
  destinations,
  variables: siteVariables,
  inner: networksOf(parseInner, 'the internal networks', "list the site's internal networks"),
  targets: placesOfTargets,
} satisfies KeysOf<SiteEntry, Context>;

const readSite: Decoder<Decoded<typeof siteKeys>, Context> = decoderOf(siteKeys);

/** A site; `targets` are its target options as the schema accepts them. */
export function resolveSite(
  context: Context,
  { name, cursor, at }: Definition,
  targets: SiteTargets,
  selectable: Selectable,
): Site {
  if (windowsDevice.test(name)) refuse(context, at, windowsName(name));
  const { targets: targetPlaces, ...keys } = readSite(context, cursor);
  // A tier with a mistake may be the one that is missing.
  if (keys.tiers.length > 0 && keys.tiers.length === items(child(cursor, 'tiers')).length)
    checkSelection(context, child(cursor, 'select'), keys.tiers, selectable);
  return {
    ...keys,
    id: name,
    prefix: keys.prefix ?? context.root.prefix,
    targets: withSortedLists(targets),
    targetPlaces,
    place: at,
  };
}

/** The tiers in a fixed order, since their order in the site has no meaning. */
function inOneOrder(context: Judgement, cursor: Cursor | undefined): Tier[] {
  const named = listOf(oneOf(tiers))(context, cursor);
  return tiers.filter((tier) => named.includes(tier));
}

/** The options with sorted lists. Each list is a set, so its order has no meaning. */
function withSortedLists(targets: SiteTargets): SiteTargets {
  const copy = structuredClone(targets);
  for (const options of Object.values(copy)) {
    for (const value of Object.values(options)) if (Array.isArray(value)) value.sort(compareItems);
  }
  return copy;
}

function compareItems(a: unknown, b: unknown): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : compareText(`${a}`, `${b}`);
}

const windowsDevice = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

// A site's id is the name of its directory, and git on Windows cannot check out a path with such a name.
function windowsName(id: string): Refusal {
  return {
    rule: 'site-id-reserved',
    message: `the site id ${quote(id)} is reserved: Windows cannot check out a directory with the name of a device`,
    help: `use another id, for example "site-${id}"`,
  };
}

/** The location of each target and option. Also checks the `clients` option, which overrides the clients of the site. */
function placesOfTargets(context: Judgement, cursor: Cursor | undefined): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const [name, options] of entries(cursor)) {
    siteKeys.clients(context, child(options, 'clients'));
    places.set(name, keyPlace(options));
    for (const [option, value] of entries(options)) places.set(`${name}.${option}`, placeOf(value));
  }
  return places;
}

/** Networks, sorted and merged. `what` and `help` are for the refusal of networks that together cover every address. */
function networksOf(
  parse: (text: string) => Result<Network, Refusal>,
  what: string,
  help: string,
): Decoder<Network[]> {
  const all = listOf(parsed(sourceText, parse));
  return (context, cursor) => {
    const networks = mergeNetworks(all(context, cursor));
    // No device can express a network of all addresses.
    const whole = networks.find(isWholeFamily);
    if (cursor !== undefined && whole !== undefined) {
      const message = `${what} together cover every IPv${whole.family} address`;
      refuse(context, cursor, { rule: 'network-is-any', message, help });
    }
    return networks;
  };
}

const addressesOf = listOf(resolver);

function resolvers(context: Judgement, cursor: Cursor | undefined): Resolvers {
  if (text(cursor) === 'any') return { kind: 'any' };
  const addresses = addressesOf(context, cursor);
  const self = texts(cursor).includes('self');
  return { kind: 'listed', self, addresses: sortedUnique(addresses, compareNetworks) };
}

function resolver(context: Judgement, cursor: Cursor | undefined): Network | undefined {
  const written = sourceText(cursor);
  if (cursor === undefined || written === undefined || written === 'self') return undefined;
  if (written === 'any') return refuse(context, cursor, anyInList);
  const parsed = parseSingleAddress(written);
  const misspelled = !parsed.ok && nearest(written, ['self']) !== undefined;
  const meant = misspelled
    ? failure({ ...parsed.error, help: didYouMean(written, ['self']) })
    : parsed;
  return accept(context, cursor, meant);
}

const anyInList: Refusal = {
  rule: 'resolvers-any',
  message: '"any" cannot be an item of "resolvers"',
  help: 'write "resolvers: any" to allow every resolver, or remove the item',
};
