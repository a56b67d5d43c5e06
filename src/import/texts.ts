import { plainWords } from '../documents/kit/words.ts';
import { longestUrl } from './urls.ts';

/** The longest title, section or revision of a spec, in characters. */
const longestText = 300;
/** The longest note, purpose or need of a spec, in characters. */
const longestNote = 1000;

/** Words of a document as a text of a spec; undefined if nothing is left of them. */
export function textOf(words: string | undefined): string | undefined {
  return wordsOf(words, longestText);
}

/** Words of a document as a note of a spec; undefined if nothing is left of them. */
export function noteTextOf(words: string | undefined): string | undefined {
  return wordsOf(words, longestNote);
}

/** Words of a document as a URL that a spec says is printed; undefined if nothing is left of them. */
export function urlTextOf(words: string): string | undefined {
  return wordsOf(words, longestUrl);
}

function wordsOf(words: string | undefined, longest: number): string | undefined {
  const plain = words === undefined ? '' : plainWords(words, longest);
  return plain === '' ? undefined : plain;
}

/** A text with something at its end, which is kept whole. */
export function textWith(words: string, end: string): string {
  return plainWords(words, longestText - end.length) + end;
}

/** A number of rows in words: `1 row`, `12 rows`. */
export function rowsInWords(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`;
}
