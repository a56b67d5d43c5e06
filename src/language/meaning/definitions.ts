import { quote } from '../../characters.ts';
import { getOrAdd } from '../../maps.ts';
import { compareText } from '../../net/order.ts';
import { enoughProblems, type Place, type Problem } from '../../problem.ts';
import {
  type Cursor,
  child,
  cursorOf,
  entries,
  items,
  keyPlace,
  placeOf,
  text,
} from '../yaml/cursor.ts';
import { type PlainValue, toValue } from '../yaml/node.ts';
import type { Document } from '../yaml/parse.ts';

/** What a spec defines by name, in the order of a file. Messages use these words. */
export const nouns = [
  'variable',
  'document',
  'service',
  'group',
  'unresolved item',
  'site',
  'test',
] as const;
export type Noun = (typeof nouns)[number];

/** The key that contains the definitions of each noun; in a list, `nameKey` is the key of the name. */
export const homes = {
  variable: { under: 'variables', kind: 'map', nameKey: undefined },
  document: { under: 'documents', kind: 'map', nameKey: undefined },
  service: { under: 'services', kind: 'map', nameKey: undefined },
  group: { under: 'groups', kind: 'list', nameKey: 'id' },
  'unresolved item': { under: 'unresolved', kind: 'list', nameKey: 'id' },
  site: { under: 'sites', kind: 'map', nameKey: undefined },
  test: { under: 'tests', kind: 'list', nameKey: 'name' },
} as const;

/** The keys of a file that contain definitions. */
export type HomeKey = (typeof homes)[Noun]['under'];

/** One definition; `name` is empty if its shape is wrong. */
export type Definition = { readonly name: string; readonly cursor: Cursor; readonly at: Place };

/** The definitions of a spec, which its names are looked up in. */
export type Definitions = {
  /** Its own ones, in the order of the files. */
  readonly all: Readonly<Record<Noun, readonly Definition[]>>;
  /** The first one of each name; also those of the specs that it includes, by their names here. */
  readonly first: Readonly<Record<Noun, ReadonlyMap<string, Definition>>>;
  /** The start of the spec's ids in the spec that is loaded; empty for that one. */
  readonly prefix: string;
  /** One `duplicate-name` for each repeated name. */
  readonly problems: readonly Problem[];
};

/**
 * How the names of an included spec continue where it is included as `docker`: ids as `docker-web`, and the names of
 * tests, which are sentences, as `docker: pulls work`. Sites stay behind.
 */
const joins: Readonly<Record<Noun, 'id' | 'sentence' | 'stays'>> = {
  variable: 'id',
  document: 'id',
  service: 'id',
  group: 'id',
  'unresolved item': 'id',
  site: 'stays',
  test: 'sentence',
};

/** The nouns with ids that continue where their spec is included. */
export const joiningIds: readonly Noun[] = nouns.filter((noun) => joins[noun] === 'id');

/** The name of a definition where its spec is included under a name; undefined if it stays behind. */
export function nameIn(include: string, noun: Noun, name: string): string | undefined {
  if (joins[noun] === 'stays') return undefined;
  return joins[noun] === 'id' ? `${include}-${name}` : `${include}: ${name}`;
}

/** The id, in the spec that is loaded, of something that a spec names. */
export function fullId({ prefix }: Pick<Definitions, 'prefix'>, noun: Noun, name: string): string {
  return joins[noun] === 'id' ? prefix + name : name;
}

/** The name that a spec itself uses for a full id; messages about its files show this one. */
export function ownName({ prefix }: Pick<Definitions, 'prefix'>, id: string): string {
  return id.slice(prefix.length);
}

/** Collects the definitions of all files. A name must be unique across files. */
export function collectDefinitions(documents: readonly Document[], prefix = ''): Definitions {
  const all = forEachNoun((noun) => documents.flatMap((document) => definitions(document, noun)));
  const first = forEachNoun((noun) => firstOf(all[noun]));
  const problems = nouns.flatMap((noun) => clashes(noun, all[noun], first[noun]));
  return { all, first, prefix, problems };
}

/** Makes a value for each noun. */
export function forEachNoun<Value>(make: (noun: Noun) => Value): Record<Noun, Value> {
  return {
    variable: make('variable'),
    document: make('document'),
    service: make('service'),
    group: make('group'),
    'unresolved item': make('unresolved item'),
    site: make('site'),
    test: make('test'),
  };
}

function definitions(document: Document, noun: Noun): Definition[] {
  const { under, nameKey } = homes[noun];
  const home = child(cursorOf(document), under);
  if (nameKey === undefined) {
    return entries(home).map(([name, cursor]) => ({ name, cursor, at: keyPlace(cursor) }));
  }
  return items(home).map((cursor) => {
    const name = child(cursor, nameKey);
    return { name: text(name) ?? '', cursor, at: placeOf(name ?? cursor) };
  });
}

function firstOf(definitions: readonly Definition[]): Map<string, Definition> {
  const first = new Map<string, Definition>();
  for (const definition of definitions) {
    if (definition.name !== '' && !first.has(definition.name))
      first.set(definition.name, definition);
  }
  return first;
}

function clashes(
  noun: Noun,
  all: readonly Definition[],
  first: ReadonlyMap<string, Definition>,
): Problem[] {
  const problems: Problem[] = [];
  for (const definition of all) {
    const owner = first.get(definition.name);
    const isOwner = owner === undefined || owner === definition;
    if (!isOwner && !isSame(noun, definition, owner)) problems.push(clash(noun, definition, owner));
    if (problems.length >= enoughProblems) break;
  }
  return problems;
}

/** Nouns whose equal definitions in two files are one: vendors' parts all define https. */
const mayRepeat: ReadonlySet<Noun> = new Set(['document', 'service']);

function isSame(noun: Noun, one: Definition, other: Definition): boolean {
  return mayRepeat.has(noun) && meaningOf(one) === meaningOf(other);
}

/** The keys and values of a definition, without their order, which has no meaning in a document or a service. */
function meaningOf({ cursor }: Definition): string {
  return JSON.stringify(inOneOrder(toValue(cursor.node)));
}

function inOneOrder(value: PlainValue): PlainValue {
  if (Array.isArray(value)) return value.map((item) => JSON.stringify(item)).sort(compareText);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([one], [other]) => compareText(one, other))
    .map(([key, each]) => [key, inOneOrder(each)]);
}

function clash(noun: Noun, { name, at }: Definition, owner: Definition): Problem {
  return {
    rule: 'duplicate-name',
    message: `duplicate ${noun} ${quote(name)}: the first is at ${owner.at.file}:${owner.at.line}`,
    help: 'rename one, or merge them',
    at,
  };
}

/** The places of each name that the sites give a value for under a key, in the order of the files. */
export function placesAtSites(
  { all }: Definitions,
  under: 'destinations' | 'variables',
): ReadonlyMap<string, readonly Place[]> {
  const found = new Map<string, Place[]>();
  for (const { cursor } of all.site) {
    for (const [name, given] of entries(child(cursor, under)))
      getOrAdd(found, name, () => []).push(keyPlace(given));
  }
  return found;
}
