import type { Formats } from '../formats.ts';
import type { DiffAnswer } from './answer.ts';

/** The formats of `diff`. */
export const diffFormats = {
  text: async () => (await import('./text.ts')).diffText,
  json: async () => (await import('./json.ts')).diffJson,
  markdown: async () => (await import('./markdown.ts')).diffMarkdown,
  sarif: async () => (await import('./sarif.ts')).diffSarif,
  github: async () => (await import('./github.ts')).diffGithub,
} satisfies Formats<DiffAnswer>;
