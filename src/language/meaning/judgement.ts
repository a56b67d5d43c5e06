import { quote } from '../../characters.ts';
import {
  addProblems,
  enoughProblems,
  type Place,
  type Problem,
  problemAt,
  type Refusal,
  type Result,
} from '../../problem.ts';
import type { Meant } from '../shape/validate.ts';
import { didYouMean } from '../suggest.ts';
import { type Cursor, child, placeOf, text } from '../yaml/cursor.ts';
import { type Definitions, homes, type Noun } from './definitions.ts';

/** What the names and values of a spec are judged by, and what was refused on the way. */
export type Judgement = {
  readonly names: Definitions;
  /** What may be defined where it cannot be seen: that a name is not known is no mistake then. */
  readonly lost: ReadonlySet<Noun>;
  /** What unknown keys probably mean: those keys are not missing as well. */
  readonly meant: Meant;
  readonly problems: Problem[];
};

/** Enough is wrong in a part of the spec: thrown from wherever its judging has come to. */
class Enough extends Error {}

/** Judges a part of the spec, and gives `unjudged` when enough is wrong in it: nobody reads more mistakes. */
export function judge<Own extends Judgement, Value>(
  context: Own,
  part: (own: Own) => Value,
  unjudged: Value,
): Value {
  const problems: Problem[] = [];
  try {
    return part({ ...context, problems });
  } catch (error) {
    if (error instanceof Enough) return unjudged;
    throw error;
  } finally {
    for (const problem of problems) context.problems.push(problem);
  }
}

/** Notes a mistake; what was to be made is not there. */
export function refuse(context: Judgement, at: Cursor | Place, refusal: Refusal): undefined {
  return refuseAll(context, [problemAt(refusal, 'node' in at ? placeOf(at) : at)]);
}

/** Notes the mistakes of a file that the spec names. */
export function refuseAll(context: Judgement, problems: readonly Problem[]): undefined {
  addProblems(context.problems, problems);
  if (context.problems.length >= enoughProblems) throw new Enough();
  return undefined;
}

/** The value, or nothing and a problem where it is written. */
export function accept<Value>(
  context: Judgement,
  at: Cursor,
  result: Result<Value, Refusal>,
): Value | undefined {
  return result.ok ? result.value : refuse(context, at, result.error);
}

/** The name at the cursor when the spec defines it; otherwise a problem `unknown-...`. */
export function knownName(
  context: Judgement,
  noun: Noun,
  cursor: Cursor | undefined,
): string | undefined {
  const name = text(cursor);
  if (cursor === undefined || name === undefined) return undefined;
  const known = context.names.first[noun];
  if (known.has(name)) return name;
  if (context.lost.has(noun)) return undefined;
  // Ten thousand wrong names are not compared with ten thousand right ones.
  const work = context.problems.length * known.size;
  const candidates = work < mostComparisons ? known.keys() : [];
  return refuse(context, cursor, unknownName(noun, name, candidates));
}

const mostComparisons = 200_000;

/** Says that a name is not defined. */
export function unknownName(noun: Noun, name: string, known: Iterable<string>): Refusal {
  const names = [...known];
  const define = `define it under "${homes[noun].under}", or correct the name`;
  return {
    rule: `unknown-${noun}`,
    message: `there is no ${noun} ${quote(name)}`,
    help: names.length > 0 ? didYouMean(name, names) : define,
  };
}

/** Whether a map lacks all of some keys, and has no unknown key that is one of them mistyped. */
export function lacks(context: Judgement, cursor: Cursor, keys: readonly string[]): boolean {
  const meant = context.meant.get(cursor.node);
  return keys.every((key) => child(cursor, key) === undefined && meant?.has(key) !== true);
}
