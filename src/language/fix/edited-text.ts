import type { Fix, Place } from '../../problem.ts';
import type { Span } from '../yaml/node.ts';

/** One replacement in a file, at offsets of its original text. Two that begin at one offset are made in their order. */
export type TextEdit = Span & {
  /** The text that replaces it, with quotes if it needs them. */
  readonly text: string;
};

/** The replacement that a fix makes. */
export type Edit = TextEdit & {
  readonly fix: Fix;
  /** The location in the original file. */
  readonly at: Place;
};

/** A text and its edits, which do not overlap. Offsets are converted between the original and the edited text. */
export class EditedText<Own extends TextEdit = Edit> {
  readonly original: string;
  /** In the order of the text. */
  readonly edits: readonly Own[];
  readonly current: string;
  /** Where each edit ends in the current text. */
  readonly #ends: readonly number[];

  constructor(original: string, edits: readonly Own[] = []) {
    this.original = original;
    this.edits = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
    const parts: string[] = [];
    const ends: number[] = [];
    let [read, length] = [0, 0];
    for (const { start, end, text } of this.edits) {
      parts.push(original.slice(read, start), text);
      length += start - read + text.length;
      ends.push(length);
      read = end;
    }
    parts.push(original.slice(read));
    this.current = parts.join('');
    this.#ends = ends;
  }

  with(edits: readonly Own[]): EditedText<Own> {
    return new EditedText(this.original, [...this.edits, ...edits]);
  }

  /** The span in the original text of a span of the current one; undefined if it meets an edit. */
  originalSpan({ start, end }: Span): Span | undefined {
    const index = countAtMost(this.#ends.length, start, (each) => this.#ends[each] ?? 0);
    const next = this.edits[index];
    const shift = (this.edits[index - 1]?.end ?? 0) - (this.#ends[index - 1] ?? 0);
    const span = { start: start + shift, end: end + shift };
    return next !== undefined && span.end > next.start ? undefined : span;
  }

  /** The offset in the current text of an offset of the original one. Inside an edit, it counts from where that begins. */
  currentOffset(offset: number): number {
    const index = countAtMost(this.edits.length, offset, (each) => this.edits[each]?.end ?? 0);
    return offset + (this.#ends[index - 1] ?? 0) - (this.edits[index - 1]?.end ?? 0);
  }
}

/** How many of some ascending numbers are at most the limit. */
function countAtMost(count: number, limit: number, numberAt: (index: number) => number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numberAt(middle) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
