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
    this.#heads.add(head, item);
    this.#tails.add(tail, item);
  }

  near(text: string): readonly Item[] {
    const { head, tail } = endsOf(text);
    const [heads, tails] = [this.#heads.find(head), this.#tails.find(tail)];
    return heads.count < tails.count ? this.#heads.take(heads) : this.#tails.take(tails);
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
  /** How many items they have. */
  readonly count: number;
};

/** Items by a text, to find all whose text begins with another one, or is the beginning of it. */
class StartIndex<Item> {
  readonly #items = new Map<string, Item[]>();
  readonly #lengths = new Set<number>();
  #sorted: { readonly texts: readonly string[]; readonly before: readonly number[] } | undefined;

  add(text: string, item: Item): void {
    getOrAdd(this.#items, text, () => []).push(item);
    this.#lengths.add(text.length);
    this.#sorted = undefined;
  }

  find(text: string): Found {
    const { texts, before } = this.#inOrder();
    const start = firstAtLeast(texts, text, textOf);
    // No character of a name sorts above this one.
    const end = firstAtLeast(texts, `${text}\u007f`, textOf);
    const shorter = [...this.#lengths]
      .filter((length) => length < text.length)
      .map((length) => text.slice(0, length))
      .filter((beginning) => this.#items.has(beginning));
    const longer = (before[end] ?? 0) - (before[start] ?? 0);
    return { shorter, start, end, count: longer + this.#sizeOf(shorter) };
  }

  take({ shorter, start, end }: Found): readonly Item[] {
    const longer = this.#inOrder().texts.slice(start, end);
    return [...shorter, ...longer].flatMap((text) => this.#items.get(text) ?? []);
  }

  #sizeOf(texts: readonly string[]): number {
    return texts.reduce((count, text) => count + (this.#items.get(text)?.length ?? 0), 0);
  }

  /** All texts, and how many items are before each of them and before the end. */
  #inOrder() {
    if (this.#sorted !== undefined) return this.#sorted;
    const texts = [...this.#items.keys()].sort(compareText);
    const before = [0];
    for (const text of texts) before.push((before.at(-1) ?? 0) + this.#sizeOf([text]));
    this.#sorted = { texts, before };
    return this.#sorted;
  }
}

function textOf(text: string): string {
  return text;
}
