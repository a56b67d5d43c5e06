import { quote } from '../../characters.ts';
import { compareText } from '../../net/order.ts';
import { failure, type Place, type Refusal, type Result } from '../../problem.ts';
import { didYouMean, nearest } from '../suggest.ts';
import type { SiteDestination, Want } from '../types.ts';
import { type Cursor, child, entries, items, keyPlace, placeOf, text } from '../yaml/cursor.ts';
import type { Context } from './context.ts';
import type { Decoder } from './decode.ts';
import { type Definitions, placesAtSites } from './definitions.ts';
import { accept, type Judgement, refuse } from './judgement.ts';
import { entryFor, meansAny, parseSiteDestination } from './places.ts';
import { sourceText } from './values.ts';

const reserved: ReadonlySet<string> = new Set(['any', 'resolvers', 'self', 'inner', 'clients']);

/** The value of `to`: a destination of the language, or the name of one that each site defines. */
export type Named = { readonly kind: 'resolvers' } | { readonly kind: 'any' } | Want;

/** Reads the value of `to`. */
export const to: Decoder<Named | undefined, Context> = (context, cursor) => {
  const name = text(cursor);
  if (cursor === undefined || name === undefined) return undefined;
  if (name === 'resolvers' || name === 'any') return { kind: name };
  const refusal = refuseDestination(name);
  if (refusal !== undefined) return refuse(context, cursor, refusal);
  if (!context.wantedNames.has(name)) context.wantedNames.set(name, placeOf(cursor));
  if (reserved.has(name)) return refuse(context, cursor, reservedName(name));
  const id = context.names.prefix + name;
  if (id.length > longestId && name.length <= longestId)
    return refuse(context, cursor, tooLong(name, id));
  if (context.siteNames.has(name) || context.lost.has('site'))
    return { kind: 'destination', name: id, near: undefined };
  if (nearest(name, words) !== undefined) return refuse(context, cursor, unknownWord(name));
  return {
    kind: 'destination',
    name: id,
    near: meansAny(name) ? 'any' : nearest(name, context.siteNames),
  };
};

/** The refusal of a host, an address or a URL in place of a name; undefined for all other texts. */
function refuseDestination(text: string): Refusal | undefined {
  const entry = text === '*' ? '"to: any"' : entryFor(text);
  if (entry === undefined) return undefined;
  return {
    rule: 'wrong-form',
    message: `expected the name of a destination, found ${quote(text)}`,
    help:
      text === '*'
        ? `write ${entry}`
        : `write ${entry}, or a name that each site defines under "destinations"`,
  };
}

const longestId = 32;

function tooLong(name: string, id: string): Refusal {
  return {
    rule: 'include-as-too-long',
    message: `the destination ${quote(name)} is ${quote(id)} where its spec is included, and ids have at most ${longestId} characters`,
    help: 'use a shorter name here, or in "as"',
  };
}

const words = ['any', 'resolvers'];

function unknownWord(name: string): Refusal {
  return {
    rule: 'unknown-destination',
    message: `unknown destination ${quote(name)}, which no site defines`,
    help: didYouMean(name, words),
  };
}

function reservedName(name: string): Refusal {
  return {
    rule: 'reserved-destination',
    message: `${quote(name)} cannot be the name of a destination: it has a meaning of its own`,
    help:
      name === 'self'
        ? 'use another name under "to" and "destinations", and list self there'
        : 'use another name under "to" and "destinations"',
  };
}

/** The destinations that a site defines, by name. */
export function destinations(
  context: Judgement,
  cursor: Cursor | undefined,
): ReadonlyMap<string, readonly SiteDestination[]> {
  const all = entries(cursor).map(([name, list]): [string, SiteDestination[]] => {
    if (reserved.has(name)) refuse(context, keyPlace(list), reservedName(name));
    return [name, items(list).flatMap((item) => destination(context, item) ?? [])];
  });
  return new Map(all.sort(([a], [b]) => compareText(a, b)));
}

function destination(context: Judgement, cursor: Cursor): SiteDestination | undefined {
  const written = sourceText(cursor);
  if (written === undefined) return undefined;
  const place = placeOf(cursor);
  if (written === 'self') return { destination: { kind: 'self' }, place };
  const parsed = accept(context, cursor, parseItem(written));
  return parsed && { destination: parsed, place };
}

type Item = Extract<SiteDestination['destination'], { kind: 'host' | 'network' }>;

function parseItem(written: string): Result<Item, Refusal> {
  if (reserved.has(written)) return failure(wordInList(written));
  const parsed = parseSiteDestination(written);
  if (parsed.ok || nearest(written, ['self']) === undefined) return parsed;
  const { rule, message } = parsed.error;
  return failure({ rule, message, help: didYouMean(written, ['self']) });
}

function wordInList(written: string): Refusal {
  return {
    rule: 'destination-word',
    message: `${quote(written)} cannot be an item of a destination`,
    help:
      written === 'any' || written === 'resolvers'
        ? `list hosts, networks or self; an endpoint reaches ${written} with "to: ${written}"`
        : 'list hosts, networks or self',
  };
}

/** The names that the sites of a spec define, in any file. */
export function siteNamesOf({ all }: Definitions): ReadonlySet<string> {
  const maps = all.site.map(({ cursor }) => child(cursor, 'destinations'));
  return new Set(maps.flatMap((map) => entries(map).map(([name]) => name)));
}

/** Refuses the destinations that a site defines and no endpoint wants: one problem for each name, at its first site. */
export function refuseUnused(context: Context): void {
  if (context.lost.has('group')) return;
  for (const [name, [first, ...more]] of placesAtSites(context.names, 'destinations')) {
    if (first === undefined || context.wantedNames.has(name) || reserved.has(name)) continue;
    refuse(context, first, unused(name, more.length, nearWanted(name, context.wantedNames)));
  }
}

type Wanted = { readonly name: string; readonly at: Place };

function nearWanted(name: string, wanted: ReadonlyMap<string, Place>): Wanted | undefined {
  const near = nearest(name, wanted.keys());
  const at = near === undefined ? undefined : wanted.get(near);
  return near === undefined || at === undefined ? undefined : { name: near, at };
}

function unused(name: string, others: number, near: Wanted | undefined): Refusal {
  const also =
    others === 0 ? '' : `, here and at ${others} more ${others === 1 ? 'site' : 'sites'}`;
  return {
    rule: 'destination-unused',
    message: `no endpoint wants the destination ${quote(name)}${also}`,
    help:
      near === undefined
        ? `remove it, or name it in an endpoint: "to: ${name}"`
        : `did you mean ${quote(near.name)}, as at ${near.at.file}:${near.at.line}?`,
  };
}
