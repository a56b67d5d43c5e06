import { quote } from '../../characters.ts';
import { type Problem, problemAt, type Refusal } from '../../problem.ts';
import type { IncludedSpec, SpecFiles } from '../include.ts';
import { type Cursor, placeOf } from '../yaml/cursor.ts';
import {
  collectDefinitions,
  type Definition,
  type Definitions,
  forEachNoun,
  joiningIds,
  nameIn,
  nouns,
} from './definitions.ts';

/** A spec with its names, and the specs that it includes with theirs. */
export type NamedSpec = {
  /** The names of the includes from the spec that is loaded; empty for that one. */
  readonly path: readonly string[];
  readonly files: SpecFiles;
  readonly names: Definitions;
  readonly specs: readonly NamedSpec[];
  /** Clashes, and ids that are too long. */
  readonly problems: readonly Problem[];
};

/** Collects the names of a spec, and of the specs that it includes: each is a scope of its own. */
export function nameSpec(files: SpecFiles, path: readonly string[] = []): NamedSpec {
  const specs = files.specs.map((each) => nameSpec(each.files, [...path, each.name]));
  const own = collectDefinitions(files.documents, path.map((name) => `${name}-`).join(''));
  const { first, problems } = joined(own, files.specs, specs);
  const inner = specs.flatMap((spec) => spec.problems);
  const names = { ...own, first, problems: [] };
  return { path, files, names, specs, problems: [...own.problems, ...inner, ...problems] };
}

/** The names of an included spec in the spec that includes it. */
type Arrivals = { readonly as: Cursor; readonly first: Definitions['first'] };

/** Adds the names of the included specs. Those that do not fit, or that are taken, are problems at the `as`. */
function joined(
  own: Definitions,
  included: readonly IncludedSpec[],
  specs: readonly NamedSpec[],
): Pick<Definitions, 'first' | 'problems'> {
  if (included.length === 0) return { first: own.first, problems: [] };
  const problems: Problem[] = [];
  const first = forEachNoun((noun) => new Map(own.first[noun]));
  for (const [index, { name, as }] of included.entries()) {
    const names = specs[index]?.names;
    if (names === undefined) continue;
    const arrivals = { as, first: arriving(names, name) };
    const refusal = refuseLong(arrivals, name) ?? refuseTaken(arrivals, first);
    if (refusal !== undefined) problems.push(problemAt(refusal, placeOf(as)));
    for (const noun of nouns) addNew(first[noun], arrivals.first[noun]);
  }
  return { first, problems };
}

function addNew(to: Map<string, Definition>, names: ReadonlyMap<string, Definition>): void {
  for (const [id, definition] of names) if (!to.has(id)) to.set(id, definition);
}

/** The names of an included spec that come along, as they are where it is included. */
function arriving({ first }: Definitions, include: string): Definitions['first'] {
  return forEachNoun((noun) => {
    const names = new Map<string, Definition>();
    for (const definition of first[noun].values()) {
      const name = nameIn(include, noun, definition.name);
      if (name !== undefined) names.set(name, { ...definition, name });
    }
    return names;
  });
}

const longestId = 32;

/** The refusal of an id that is too long with the prefix. An id that is too long without it has a problem already. */
function refuseLong({ first }: Arrivals, include: string): Refusal | undefined {
  const room = longestId + include.length + 1;
  const ids = joiningIds.flatMap((noun) => [...first[noun].keys()].map((id) => ({ noun, id })));
  const long = ids.filter(({ id }) => id.length > longestId && id.length <= room);
  const [longest] = long.sort((one, other) => other.id.length - one.id.length);
  if (longest === undefined) return undefined;
  const { noun, id } = longest;
  const most = include.length - (id.length - longestId);
  const at = first[noun].get(id)?.at;
  return {
    rule: 'include-as-too-long',
    message: `the ${noun} ${quote(id)} has ${id.length} characters, and ids have at most ${longestId}`,
    help:
      most > 0
        ? `use a name of at most ${most} characters in "as"`
        : `use a shorter id at ${at?.file}:${at?.line}`,
  };
}

/** The refusal of an id that the spec, or a spec that it includes earlier, has. */
function refuseTaken(arrivals: Arrivals, taken: Definitions['first']): Refusal | undefined {
  for (const noun of nouns) {
    for (const [id, { at }] of arrivals.first[noun]) {
      const owner = taken[noun].get(id);
      if (owner !== undefined) return duplicate(noun, id, at, owner.at);
    }
  }
  return undefined;
}

function duplicate(
  noun: string,
  id: string,
  at: Definition['at'],
  owner: Definition['at'],
): Refusal {
  return {
    rule: 'duplicate-name',
    message: `duplicate ${noun} ${quote(id)}: from ${at.file}:${at.line}, and from ${owner.file}:${owner.line}`,
    help: 'use another name in "as", or rename one of the two',
  };
}
