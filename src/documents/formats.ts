import type { DocumentReader } from './document.ts';

/** The readers, by the word for the format: one line for each directory. */
export const documentFormats = {} satisfies Readonly<Record<string, () => Promise<DocumentReader>>>;

export type DocumentFormat = keyof typeof documentFormats;
