import type { DocumentReader } from './document.ts';

/** The readers, by the word for the format: one line for each directory. */
export const documentFormats = {
  config: async () => (await import('./config/index.ts')).readConfig,
  list: async () => (await import('./list/index.ts')).readList,
  m365: async () => (await import('./m365/index.ts')).readM365,
  mud: async () => (await import('./mud/index.ts')).readMud,
  ranges: async () => (await import('./ranges/index.ts')).readRanges,
  table: async () => (await import('./table/index.ts')).readTable,
  text: async () => (await import('./text/index.ts')).readText,
} satisfies Readonly<Record<string, () => Promise<DocumentReader>>>;

export type DocumentFormat = keyof typeof documentFormats;
