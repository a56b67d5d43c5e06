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
import { helpForPort } from '../shape/instead.ts';
import type { Meant } from '../shape/validate.ts';
import { didYouMean } from '../suggest.ts';
import { type Cursor, child, placeOf, text } from '../yaml/cursor.ts';
import { type Definitions, homes, type Noun } from './definitions.ts';

/** What is needed to check the names and values of a spec, and the problems found. */
export type Judgement = {
  readonly names: Definitions;
  /** Nouns whose definitions may be in a part that cannot be read. Their unknown names are not mistakes. */
  readonly lost: ReadonlySet<Noun>;
  /** The keys that unknown keys probably mean. They are not also reported as missing. */
  readonly meant: Meant;
  readonly problems: Problem[];
};

/** Thrown to stop checking a part of the spec, when it has enough problems. */
class Enough extends Error {}

/** Checks a part of the spec; returns `unjudged` if the check stops because there are enough problems. */
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

/** Adds a problem, and returns undefined in place of a value. */
export function refuse(context: Judgement, at: Cursor | Place, refusal: Refusal): undefined {
  return refuseAll(context, [problemAt(refusal, 'node' in at ? placeOf(at) : at)]);
}

/** Adds the problems of a file that the spec names. */
export function refuseAll(context: Judgement, problems: readonly Problem[]): undefined {
  addProblems(context.problems, problems);
  if (context.problems.length >= enoughProblems) throw new Enough();
  return undefined;
}

/** The value of a result; for a refusal, undefined and a problem at `at`. */
export function accept<Value>(
  context: Judgement,
  at: Cursor,
  result: Result<Value, Refusal>,
): Value | undefined {
  return result.ok ? result.value : refuse(context, at, result.error);
}

/** The name at the cursor if the spec defines it; otherwise a problem `unknown-...`. */
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
  // A limit: ten thousand wrong names are not compared with ten thousand known names.
  const work = context.problems.length * known.size;
  const candidates = work < mostComparisons ? known.keys() : [];
  return refuse(context, cursor, unknownName(noun, name, candidates));
}

const mostComparisons = 200_000;

/** The refusal of a name that is not defined. */
export function unknownName(noun: Noun, name: string, known: Iterable<string>): Refusal {
  const names = [...known];
  const define = `define it under "${homes[noun].under}"`;
  const form = noun === 'service' ? helpForServices(name, names) : undefined;
  return {
    rule: `unknown-${noun}`,
    message: `unknown ${noun} ${quote(name)}`,
    help: form ?? (names.length > 0 ? nearOr(didYouMean(name, names), define) : define),
  };
}

/** A similar name is probably meant. Otherwise the definition may be what is missing. */
function nearOr(known: string, define: string): string {
  return known.startsWith('use ') ? `${known}, or ${define}` : known;
}

/** The help for several services in one text, and for a port in place of a service; undefined for a name. */
function helpForServices(written: string, known: readonly string[]): string | undefined {
  const parts = written.split(/[,;\s]+/);
  if (parts.length > 1 && parts.every((part) => known.includes(part)))
    return `write "services: [${parts.join(', ')}]" instead`;
  return helpForPort(written);
}

/** Whether a map has none of some keys, and no unknown key that is probably one of them. */
export function lacks(context: Judgement, cursor: Cursor, keys: readonly string[]): boolean {
  const meant = context.meant.get(cursor.node);
  return keys.every((key) => child(cursor, key) === undefined && meant?.has(key) !== true);
}
