import type { Formats } from '../formats.ts';
import type { ListAnswer } from './answer.ts';

/** The formats of `list`. */
export const listFormats = {
  table: async () => (await import('./table.ts')).listTable,
  csv: async () => (await import('./csv.ts')).listCsv,
  json: async () => (await import('./json.ts')).listJson,
  markdown: async () => (await import('./markdown.ts')).listMarkdown,
} satisfies Formats<ListAnswer>;
