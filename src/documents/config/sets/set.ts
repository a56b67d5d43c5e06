import type { DocumentSection, Labels } from '../../document.ts';
import { slugOf, wholeDocument } from '../../kit/section.ts';
import { plainWords } from '../../kit/words.ts';

/** The section and the labels of what is in a set. */
export function setPlace(name: string): {
  readonly section: DocumentSection;
  readonly labels: Labels;
} {
  const title = plainWords(name);
  const section = {
    ...wholeDocument,
    key: slugOf(name),
    title: title === '' ? undefined : title,
    citation: title === '' ? undefined : `set ${title}`,
  };
  return { section, labels: new Map([['set', [title]]]) };
}

/** What to know before importing the members of sets. */
export const setsWarning =
  'A set allows nothing itself, and has no ports: check that a rule of the packet filter accepts what is in it. --where set=NAME selects one.';
