import { quote } from '../../characters.ts';
import { compareNetworks, isWholeFamily, mergeNetworks, type Network } from '../../net/network.ts';
import { parseSingleAddress } from '../../net/network-text.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import { failure, type Place, type Refusal } from '../../problem.ts';
import type { SiteTargets } from '../document.ts';
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
  word,
} from '../yaml/cursor.ts';
import { accept, type Context, knownName, refuse } from './context.ts';
import type { Definition } from './names.ts';
import { parseClient, parseInner } from './places.ts';
import { sourceText } from './values.ts';

/** A site; `targets` are its options as the schema accepted them. */
export function resolveSite(
  context: Context,
  { name, cursor, at }: Definition,
  targets: SiteTargets,
): Site {
  // A target may override the clients: what they say is kept as it is written, and judged here all the same.
  for (const [, options] of entries(child(cursor, 'targets'))) resolveClients(context, options);
  if (windowsDevice.test(name)) refuse(context, at, windowsName(name));
  return {
    id: name,
    prefix: text(child(cursor, 'prefix')) ?? context.prefix,
    device: text(child(cursor, 'device')),
    clients: resolveClients(context, cursor),
    resolvers: resolveResolvers(context, child(cursor, 'resolvers')),
    enforce: word(child(cursor, 'enforce'), ['closed', 'additive']) ?? 'closed',
    tiers: resolveTiers(child(cursor, 'tiers')),
    exclude: items(child(cursor, 'exclude')).flatMap(
      (group) => knownName(context, 'group', group) ?? [],
    ),
    inner: resolveInner(context, child(cursor, 'inner')),
    targets: withSortedLists(targets),
    targetPlaces: new Map(entries(child(cursor, 'targets')).flatMap(placesOfTarget)),
    place: at,
  };
}

/** The tiers in one order, since the order in which a site names them means nothing. */
function resolveTiers(cursor: Cursor | undefined): Tier[] {
  const named = items(cursor).flatMap((tier) => word(tier, tiers) ?? []);
  return tiers.filter((tier) => named.includes(tier));
}

/** The options with their lists in one order: each list is a set, so that its order means nothing. */
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

// A site's id is the name of its directory, and git on Windows checks out no path with such a part.
function windowsName(id: string): Refusal {
  return {
    rule: 'site-id-reserved',
    message: `no site can have the id ${quote(id)}: Windows takes that name for a device, so its directory could not be checked out there`,
    help: `choose another id, such as "site-${id}"`,
  };
}

function placesOfTarget([name, options]: [string, Cursor]): [string, Place][] {
  const written = entries(options).map(([option, value]): [string, Place] => {
    return [`${name}.${option}`, placeOf(value)];
  });
  return [[name, keyPlace(options)], ...written];
}

function resolveClients(context: Context, cursor: Cursor): Network[] {
  const networks = items(child(cursor, 'clients')).flatMap((item) => {
    const written = sourceText(item);
    return written === undefined ? [] : (accept(context, item, parseClient(written)) ?? []);
  });
  const clients = mergeNetworks(networks);
  const whole = clients.find(isWholeFamily);
  if (whole !== undefined) refuse(context, child(cursor, 'clients') ?? cursor, everyClient(whole));
  return clients;
}

function resolveInner(context: Context, cursor: Cursor | undefined): Network[] {
  const networks = items(cursor).flatMap((item) => {
    const written = sourceText(item);
    return written === undefined ? [] : (accept(context, item, parseInner(written)) ?? []);
  });
  const inner = mergeNetworks(networks);
  const whole = inner.find(isWholeFamily);
  if (cursor !== undefined && whole !== undefined) refuse(context, cursor, everyInner(whole));
  return inner;
}

function everyInner({ family }: Network): Refusal {
  return {
    rule: 'network-is-any',
    message: `the inner networks together are every IPv${family} address`,
    help: "name the site's own networks",
  };
}

// Each half of all addresses is a network; both together are every address, and no device writes that as one.
function everyClient({ family }: Network): Refusal {
  return {
    rule: 'network-is-any',
    message: `the clients together are every IPv${family} address`,
    help: 'name the networks that the clients are in',
  };
}

function resolveResolvers(context: Context, cursor: Cursor | undefined): Resolvers {
  if (text(cursor) === 'any') return { kind: 'any' };
  const listed = items(cursor);
  const addresses = listed.flatMap((item) => resolveResolver(context, item) ?? []);
  const self = listed.some((item) => text(item) === 'self');
  return { kind: 'listed', self, addresses: sortedUnique(addresses, compareNetworks) };
}

function resolveResolver(context: Context, cursor: Cursor): Network | undefined {
  const written = sourceText(cursor);
  if (written === undefined || written === 'self') return undefined;
  if (written === 'any') return refuse(context, cursor, anyAmongOthers);
  const parsed = parseSingleAddress(written);
  const misspelt = !parsed.ok && nearest(written, ['self']) !== undefined;
  const meant = misspelt
    ? failure({ ...parsed.error, help: didYouMean(written, ['self']) })
    : parsed;
  return accept(context, cursor, meant);
}

const anyAmongOthers: Refusal = {
  rule: 'resolvers-any',
  message: '"any" stands in a list of resolvers, where addresses stand',
  help: 'write "resolvers: any" if every resolver is meant, or take it out',
};
