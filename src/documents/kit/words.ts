import { hiddenInFile } from '../../characters.ts';
import { withoutSecrets } from './secrets.ts';

/** The longest words of a row that are kept. */
export const longestWords = 300;

/**
 * Words of a document on one line, as a note may contain them: no secrets of URLs, no hidden characters, no repeated
 * blanks, in NFC, and at most `longest` characters.
 */
export function plainWords(text: string, longest = longestWords): string {
  const plain = withoutSecrets(text.slice(0, 4 * longest))
    .replaceAll(hiddenInFile(), ' ')
    .normalize('NFC')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (plain.length <= longest) return plain;
  const characters = Array.from(plain);
  if (characters.length <= longest) return plain;
  return `${characters
    .slice(0, longest - 3)
    .join('')
    .trimEnd()}...`;
}

/** Notes one after the other. After a note that does not end like a sentence comes a semicolon. */
export function joinedNotes(notes: readonly string[]): string {
  const last = notes.length - 1;
  return notes
    .map((note, index) => (index === last || /[.!?;:,\u2026]$/u.test(note) ? note : `${note};`))
    .join(' ');
}
