import type { Formats } from '../formats.ts';
import type { ExplainAnswer } from './answer.ts';

/** The formats of `explain`. */
export const explainFormats = {
  text: async () => (await import('./text.ts')).explainText,
  json: async () => (await import('./json.ts')).explainJson,
} satisfies Formats<ExplainAnswer>;
