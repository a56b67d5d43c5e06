import { editDistance } from '../language/suggest.ts';
import { getOrAdd } from '../maps.ts';

const longestName = 64;
const farthest = 2;
/** The most names that are compared for one spelling: a bound for a hostile list. */
const mostCompared = 16;

/**
 * Names, to find one with a typing mistake. Names that differ by one letter are equal without that letter, so each is
 * found by its spellings with a letter less, and never by a look at all names.
 */
export class LookAlikes<Value> {
  readonly #bySpelling = new Map<string, { readonly name: string; readonly value: Value }[]>();

  add(name: string, value: Value): void {
    for (const spelling of spellingsOf(name)) {
      const same = getOrAdd(this.#bySpelling, spelling, () => []);
      if (same.length < mostCompared) same.push({ name, value });
    }
  }

  /** The value of the most similar other name; undefined if none is similar enough for a typing mistake. */
  nearest(name: string): Value | undefined {
    let best: { readonly value: Value; readonly distance: number } | undefined;
    for (const each of this.#candidates(name)) {
      const distance = each === name ? 0 : editDistance(name, each);
      if (distance === 0 || distance > farthest || distance >= (best?.distance ?? farthest + 1))
        continue;
      const value = this.#bySpelling.get(each)?.find((one) => one.name === each)?.value;
      if (value !== undefined) best = { value, distance };
    }
    return best?.value;
  }

  #candidates(name: string): ReadonlySet<string> {
    const all = spellingsOf(name).flatMap((spelling) => this.#bySpelling.get(spelling) ?? []);
    return new Set(all.map((each) => each.name));
  }
}

/** The name, and the name without each of its letters. */
function spellingsOf(name: string): string[] {
  if (name.length > longestName) return [];
  return [
    ...new Set([name, ...Array.from(name, (_, at) => name.slice(0, at) + name.slice(at + 1))]),
  ];
}
