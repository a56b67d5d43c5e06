import type { DocumentReader } from './document.ts';

/** The readers, by the word for the format: one line for each directory. */
export const documentFormats = {
  list: async () => (await import('./list/index.ts')).readList,
  text: async () => (await import('./text/index.ts')).readText,
  table: async () => (await import('./table/index.ts')).readTable,
} satisfies Readonly<Record<string, () => Promise<DocumentReader>>>;

export type DocumentFormat = keyof typeof documentFormats;
