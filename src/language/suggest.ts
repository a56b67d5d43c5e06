import { quote } from '../characters.ts';
import { compareText } from '../net/order.ts';

/** The candidate that is most like a mistyped word; undefined if none is similar enough. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of [...candidates].sort(compareText)) {
    const distance = nearness(word, candidate);
    if (distance !== undefined && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) {
      best = { candidate, distance };
    }
  }
  return best?.candidate;
}

const mostKnown = 8;

/** The fix for an unknown word: the most similar known word, or the first known words. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const known = [...new Set(candidates)].sort(compareText);
  const near = nearest(word, known);
  if (near !== undefined) return `did you mean ${quote(near)}?`;
  if (known.length === 0) return 'remove it: no value is valid here';
  return `use ${oneOfThem(known)}`;
}

/** The first of some words for a choice: `"a", "b" or one of 3 more`. A single word more is written. */
export function oneOfThem(words: readonly string[]): string {
  const shown = words.length === mostKnown + 1 ? words.length : mostKnown;
  const more = words.length > shown ? ` or one of ${words.length - shown} more` : '';
  return words.slice(0, shown).map(quote).join(', ') + more;
}

const longestWord = 100;

/** The edit distance of two words without regard to case; undefined if it is too large for a typing mistake. */
function nearness(word: string, candidate: string): number | undefined {
  const most = Math.max(1, Math.floor(word.length / 3));
  if (word.length > longestWord || Math.abs(word.length - candidate.length) > most)
    return undefined;
  const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
  return distance <= most && distance < candidate.length ? distance : undefined;
}

/** How many insertions, deletions, replacements and swaps of adjacent characters change one word into another. */
export function editDistance(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let index = 1; index <= from.length; index += 1) {
    const next = nextRow(from, to, index, row, before);
    before = row;
    row = next;
  }
  return row[to.length] ?? 0;
}

function nextRow(
  from: string,
  to: string,
  index: number,
  above: readonly number[],
  twoAbove: readonly number[],
): number[] {
  const row = [index];
  for (let column = 1; column <= to.length; column += 1) {
    const replaced = cell(above, column - 1) + (from[index - 1] === to[column - 1] ? 0 : 1);
    const swapped = isSwap(from, to, index, column) ? cell(twoAbove, column - 2) + 1 : replaced;
    row.push(Math.min(cell(above, column) + 1, cell(row, column - 1) + 1, replaced, swapped));
  }
  return row;
}

function cell(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

function isSwap(from: string, to: string, index: number, column: number): boolean {
  return (
    index > 1 &&
    column > 1 &&
    from[index - 1] === to[column - 2] &&
    from[index - 2] === to[column - 1]
  );
}
