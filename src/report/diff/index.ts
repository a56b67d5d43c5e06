import type { Formats } from '../formats.ts';
import type { WithSites } from '../html/answer.ts';
import type { DiffAnswer } from './answer.ts';

/** The formats of `diff`. */
export const diffFormats = {
  text: async () => (await import('./text.ts')).diffText,
  json: async () => (await import('./json.ts')).diffJson,
  markdown: async () => (await import('./markdown.ts')).diffMarkdown,
  sarif: async () => (await import('./sarif.ts')).diffSarif,
  html: async () => (await import('./html.ts')).diffHtml,
  github: async () => (await import('./github.ts')).diffGithub,
} satisfies Formats<WithSites<DiffAnswer>>;
