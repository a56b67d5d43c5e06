import type { SpecRule } from '../kit/rule.ts';

/** A list whose last line does not end. */
export const listCutOff: SpecRule = {
  id: 'list-cut-off',
  severity: 3,
  title: 'a list ends without a line feed',
  why: 'A download that broke off ends in the middle of a line: its last entry may be a part of a name, and entries after it are missing.',
  remedy: 'get the list again and compare the two, then end its last line with a line feed',
  check: ({ spec }) =>
    spec.unfinishedLists.map(({ written, place }) => ({
      subject: written,
      message: 'is the last line of its list and has no line feed, so the list may be cut off',
      at: place,
    })),
};
