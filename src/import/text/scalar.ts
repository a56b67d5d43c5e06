import { inQuotes } from '../../language/yaml/quotes.ts';

/** Words that some version of YAML reads as true, false or null. */
const otherWord = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
const plainWord =
  /^[A-Za-z][A-Za-z0-9 ,.;()/_+'&%*@=-]*(?::[A-Za-z0-9/][A-Za-z0-9 ,.;()/_+'&%*@=-]*)*$/;
/** In a map in braces, a comma ends a value. */
const plainInBraces = /^[A-Za-z][A-Za-z0-9_-]*$/;
/** A text that begins with a digit and is no number, date or time in any version of YAML. */
const address = /^[0-9]+(?:\.[0-9]+){3}(?:[/-][0-9.]+)?$/;
const nameWithDigit = /^[0-9][a-z0-9_.-]*\.[a-z]+$/;
/** No number has one of these letters. */
const letterOfWords = /[g-np-suvwy]/;

/** A text as a value of YAML on one line, in quotes where any version of YAML could read something else. */
export function scalar(text: string): string {
  const isPlain = plainWord.test(text) || address.test(text) || isNameWithDigit(text);
  return isPlain && !otherWord.test(text) && !text.endsWith(' ') ? text : inQuotes(text);
}

/** The same within braces or brackets. */
export function scalarInBraces(text: string): string {
  return plainInBraces.test(text) && !otherWord.test(text) ? text : inQuotes(text);
}

function isNameWithDigit(text: string): boolean {
  return nameWithDigit.test(text) && letterOfWords.test(text.slice(text.lastIndexOf('.')));
}
