import type { Formats } from '../formats.ts';
import type { CheckAnswer } from './answer.ts';

/** The formats of `check`. */
export const checkFormats = {
  text: async () => (await import('./text.ts')).checkText,
  json: async () => (await import('./json.ts')).checkJson,
} satisfies Formats<CheckAnswer>;
