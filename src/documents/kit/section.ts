import type { DocumentSection } from '../document.ts';

/** The section of a document without sections. */
export const wholeDocument: DocumentSection = {
  key: '',
  title: undefined,
  purpose: undefined,
  citation: undefined,
  tier: undefined,
  inspection: undefined,
};

/** The words as the end of an id: lower-case letters, digits and single hyphens; empty if it has none of them. */
export function slugOf(words: string): string {
  return words
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}
