import { getOrAdd } from '../maps.ts';
import { compareText, firstAtLeast } from './order.ts';

/**
 * Finds the hosts with a fixed number of labels that may meet a text, without looking at every host. Texts are names,
 * which may contain `*`. Two texts can only meet if one of them begins like the other, up to the first `*`, and ends
 * like it, from the last `*`.
 */
export class PatternIndex<Item> {
  readonly #byDepth = new Map<number, Depth<Item>>();

  /** Adds a host. All hosts are added before the first search. */
  add(text: string, item: Item): void {
    getOrAdd(this.#byDepth, depthOf(text), () => new Depth<Item>()).add(text, item);
  }

  /** All hosts of the text's depth that meet it, and perhaps others. */
  near(text: string): readonly Item[] {
    return this.#byDepth.get(depthOf(text))?.near(text) ?? [];
  }

  /** All hosts of the text's depth that match every name that it matches, and perhaps others. */
  covering(text: string): readonly Item[] {
    return this.#byDepth.get(depthOf(text))?.covering(text) ?? [];
  }

  /** All hosts of the text's depth, in the order in which they were added. */
  sameDepth(text: string): readonly Item[] {
    return this.#byDepth.get(depthOf(text))?.all ?? [];
  }
}

function depthOf(text: string): number {
  return text.split('.').length;
}

/** The hosts with one number of labels. */
class Depth<Item> {
  readonly all: Item[] = [];
  readonly #heads = new StartIndex<Item>();
  readonly #tails = new StartIndex<Item>();

  add(text: string, item: Item): void {
    this.all.push(item);
    const { head, tail } = endsOf(text);
    this.#heads.add(head, item, tail);
    this.#tails.add(tail, item, head);
  }

  near(text: string): readonly Item[] {
    const { head, tail } = endsOf(text);
    const [heads, tails] = [this.#heads.find(head), this.#tails.find(tail)];
    return heads.count < tails.count
      ? this.#heads.take(heads, tail)
      : this.#tails.take(tails, head);
  }

  /** The text begins with the head of each of them and ends with its tail: a star of the text matches any letter. */
  covering(text: string): readonly Item[] {
    const { head, tail } = endsOf(text);
    return this.#heads.takeBeginnings(head, tail);
  }
}

/** The text before its first star, and the text after its last one, backwards. */
function endsOf(text: string): { readonly head: string; readonly tail: string } {
  const star = text.indexOf('*');
  if (star < 0) return { head: text, tail: backwards(text) };
  return { head: text.slice(0, star), tail: backwards(text.slice(text.lastIndexOf('*') + 1)) };
}

function backwards(text: string): string {
  return [...text].reverse().join('');
}

/** Texts that fit another one: shorter ones with which it begins, and a part of the sorted texts. */
type Found = {
  readonly shorter: readonly string[];
  readonly start: number;
  readonly end: number;
  /** How many texts they are. */
  readonly count: number;
};

/** An item, and the text at its other end. */
type Entry<Item> = { readonly item: Item; readonly other: string };

// Up to this number, a look at each item is as fast as a search.
const few = 8;

/** Items by a text, to find all whose text begins with another one, or is the beginning of it. */
class StartIndex<Item> {
  readonly #entries = new Map<string, Entry<Item>[]>();
  readonly #lengths = new Set<number>();
  /** All texts; undefined after one is added. */
  #sorted: readonly string[] | undefined;
  /** The items of one text by their other end, if they are many. Made for the first search that needs it. */
  readonly #byOther = new Map<string, StartIndex<Item>>();

  add(text: string, item: Item, other: string): void {
    getOrAdd(this.#entries, text, () => []).push({ item, other });
    this.#lengths.add(text.length);
    this.#sorted = undefined;
    this.#byOther.delete(text);
  }

  find(text: string): Found {
    const sorted = this.#inOrder();
    const start = firstAtLeast(sorted, text, textOf);
    // No character of a name sorts above this one.
    const end = firstAtLeast(sorted, `${text}\u007f`, textOf);
    const shorter = this.#beginningsOf(text, text.length - 1);
    return { shorter, start, end, count: shorter.length + end - start };
  }

  /** The items whose text `text` begins with and whose other end `other` begins with. */
  takeBeginnings(text: string, other: string): readonly Item[] {
    return this.#beginningsOf(text, text.length).flatMap((beginning) => {
      const entries = this.#entries.get(beginning) ?? [];
      if (entries.length <= few) return this.#itemsOf(beginning);
      const index = this.#indexOf(beginning, entries);
      return index.#beginningsOf(other, other.length).flatMap((end) => index.#itemsOf(end));
    });
  }

  /** The texts of at most so many characters with which the text begins. */
  #beginningsOf(text: string, longest: number): string[] {
    return [...this.#lengths]
      .filter((length) => length <= longest)
      .map((length) => text.slice(0, length))
      .filter((beginning) => this.#entries.has(beginning));
  }

  /** The items of the texts, without those of a common text that do not fit at the other end. */
  take(found: Found, other: string): readonly Item[] {
    return this.#textsOf(found).flatMap((text) => this.#fitting(text, other));
  }

  #takeAll(found: Found): readonly Item[] {
    return this.#textsOf(found).flatMap((text) => this.#itemsOf(text));
  }

  #textsOf({ shorter, start, end }: Found): readonly string[] {
    return [...shorter, ...this.#inOrder().slice(start, end)];
  }

  #itemsOf(text: string): readonly Item[] {
    return (this.#entries.get(text) ?? []).map(({ item }) => item);
  }

  #fitting(text: string, other: string): readonly Item[] {
    const entries = this.#entries.get(text) ?? [];
    if (entries.length <= few) return this.#itemsOf(text);
    const index = this.#indexOf(text, entries);
    return index.#takeAll(index.find(other));
  }

  /** The items of one text by their other end. */
  #indexOf(text: string, entries: readonly Entry<Item>[]): StartIndex<Item> {
    return getOrAdd(this.#byOther, text, () => {
      const made = new StartIndex<Item>();
      for (const entry of entries) made.add(entry.other, entry.item, text);
      return made;
    });
  }

  #inOrder(): readonly string[] {
    this.#sorted ??= [...this.#entries.keys()].sort(compareText);
    return this.#sorted;
  }
}

function textOf(text: string): string {
  return text;
}
