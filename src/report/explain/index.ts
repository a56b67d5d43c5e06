import type { Formats } from '../formats.ts';
import type { ExplainAnswer, OpenAnswer } from './answer.ts';

/** The formats of `explain`. */
export const explainFormats = {
  text: async () => (await import('./text.ts')).explainText,
  json: async () => (await import('./json.ts')).explainJson,
} satisfies Formats<ExplainAnswer>;

/** The formats of `explain` for a host without a port. */
export const openFormats = {
  text: async () => (await import('./text.ts')).openText,
  json: async () => (await import('./json.ts')).openJson,
} satisfies Formats<OpenAnswer>;
