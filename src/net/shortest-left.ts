import { type Automaton, accepts, alphabetOf, move, shortest, sortedStates } from './automaton.ts';

/** So many characters may a text have in addition to the shortest one of an automaton before all texts are searched. */
const mostAdded = 1;

/**
 * The shortest text that `first` accepts and `second` does not: the same text that `shortest` finds. Most such texts are
 * hardly longer than the shortest one of `first`, so these are tried first. `shortest` also follows every longer
 * beginning that `second` can tell apart, which are as many as its hosts.
 */
export function shortestLeft(first: Automaton, second: Automaton): string | undefined {
  const search = new Search(first, second);
  for (let added = 0; added <= mostAdded; added += 1) {
    const text = search.textOf(added);
    if (text !== undefined) return text;
  }
  return shortest(first, second, false);
}

type States = ReadonlySet<number>;

/** Tries the texts of one length in the order of the alphabet. */
class Search {
  readonly #first: Automaton;
  readonly #second: Automaton;
  readonly #alphabet: readonly string[];
  /** How many characters each state of `first` still needs at least. */
  readonly #needs: readonly number[];

  constructor(first: Automaton, second: Automaton) {
    this.#first = first;
    this.#second = second;
    this.#alphabet = alphabetOf(first, second);
    this.#needs = needsOf(first);
  }

  /** A text that has so many characters in addition to the shortest one of `first`. */
  textOf(added: number): string | undefined {
    const [first, second] = [new Set(this.#first.starts), new Set(this.#second.starts)];
    const least = this.#needOf(first);
    return Number.isFinite(least)
      ? this.#end(first, second, least + added, new Set<string>())
      : undefined;
  }

  /** The end of a text: exactly so many characters from these states. States of `failed` have none. */
  #end(first: States, second: States, length: number, failed: Set<string>): string | undefined {
    if (length === 0)
      return accepts(this.#first, first) && !accepts(this.#second, second) ? '' : undefined;
    const key = `${length} ${sortedStates(first)} ${sortedStates(second)}`;
    if (failed.has(key)) return undefined;
    for (const character of this.#alphabet) {
      const next = move(this.#first, first, character);
      if (this.#needOf(next) >= length) continue;
      const end = this.#end(next, move(this.#second, second, character), length - 1, failed);
      if (end !== undefined) return character + end;
    }
    failed.add(key);
    return undefined;
  }

  #needOf(states: States): number {
    return Math.min(...[...states].map((state) => this.#needs[state] ?? Number.POSITIVE_INFINITY));
  }
}

/** The number of characters of a shortest text from each state; infinite if the state accepts none. */
function needsOf({ edges, accepts: ends }: Automaton): number[] {
  const needs = edges.map((_, state) => (ends.has(state) ? 0 : Number.POSITIVE_INFINITY));
  for (let changed = true; changed; ) {
    changed = false;
    // Nearly all edges lead forwards, so this order needs few rounds.
    for (const [state, own] of [...edges.entries()].reverse()) {
      const need = Math.min(
        needs[state] ?? Number.POSITIVE_INFINITY,
        ...own.map(({ to }) => 1 + (needs[to] ?? Number.POSITIVE_INFINITY)),
      );
      if (need !== needs[state]) {
        needs[state] = need;
        changed = true;
      }
    }
  }
  return needs;
}
