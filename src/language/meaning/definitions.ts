import { quote } from '../../characters.ts';
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

/** Every definition of a spec in the order of the files, and the first one of each name. */
export type Definitions = {
  readonly all: Readonly<Record<Noun, readonly Definition[]>>;
  readonly first: Readonly<Record<Noun, ReadonlyMap<string, Definition>>>;
  /** One `duplicate-name` for each repeated name. */
  readonly problems: readonly Problem[];
};

/** Collects the definitions of all files. A name must be unique across files. */
export function collectDefinitions(documents: readonly Document[]): Definitions {
  const all = forEachNoun((noun) => documents.flatMap((document) => definitions(document, noun)));
  const first = forEachNoun((noun) => firstOf(all[noun]));
  const problems = nouns.flatMap((noun) => clashes(noun, all[noun], first[noun]));
  return { all, first, problems };
}

function forEachNoun<Value>(make: (noun: Noun) => Value): Record<Noun, Value> {
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
    if (owner !== undefined && owner !== definition) problems.push(clash(noun, definition, owner));
    if (problems.length >= enoughProblems) break;
  }
  return problems;
}

function clash(noun: Noun, { name, at }: Definition, owner: Definition): Problem {
  return {
    rule: 'duplicate-name',
    message: `duplicate ${noun} ${quote(name)}: the first is at ${owner.at.file}:${owner.at.line}`,
    help: 'rename one, or merge them',
    at,
  };
}
