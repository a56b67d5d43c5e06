import type { Formats } from '../formats.ts';
import type { ImportAnswer, LabelsAnswer } from './answer.ts';

/** The formats of `import`. */
export const importFormats = {
  text: async () => (await import('./text.ts')).importText,
  json: async () => (await import('./json.ts')).importJson,
  markdown: async () => (await import('./markdown.ts')).importMarkdown,
} satisfies Formats<ImportAnswer>;

/** The formats of `import --labels`. */
export const labelsFormats = {
  text: async () => (await import('./labels-text.ts')).labelsText,
  json: async () => (await import('./labels-json.ts')).labelsJson,
} satisfies Formats<LabelsAnswer>;
