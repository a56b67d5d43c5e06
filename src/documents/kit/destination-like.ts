import { placeholderIn } from '../../net/placeholder.ts';
import { breakMark } from './break-mark.ts';

/** Whether a word has the form of a destination, right or wrong: a name with a dot, an address, a URL, a placeholder. */
export function isDestinationLike(word: string): boolean {
  return (
    (shape.test(word) && !abbreviation.test(word)) ||
    placeholderIn(word) !== undefined ||
    word.includes(breakMark)
  );
}

// No domain ends with one letter: "e.g.", "i.e.".
const abbreviation = /^(?:[a-z]\.){1,5}[a-z]?\.?$/i;

const shape =
  /^\*?\.?[\w*-]+\.[\w*-]|^\*(?:$|\.)|^[a-z][a-z0-9+.-]*:\/\/.|^\[?[0-9a-f]*:[0-9a-f]*:/i;
