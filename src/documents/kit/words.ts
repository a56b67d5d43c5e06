import { hiddenInFile } from '../../characters.ts';

/** The longest words of a row that are kept. */
export const longestWords = 300;

/** Words of a document on one line, as a note may contain them: no hidden characters, no repeated blanks, in NFC. */
export function plainWords(text: string): string {
  const plain = text
    .slice(0, 4 * longestWords)
    .replaceAll(hiddenInFile(), ' ')
    .normalize('NFC')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const characters = Array.from(plain);
  if (characters.length <= longestWords) return plain;
  return `${characters
    .slice(0, longestWords - 3)
    .join('')
    .trimEnd()}...`;
}
