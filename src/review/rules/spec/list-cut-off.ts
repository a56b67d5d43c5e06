import type { SpecRule } from '../kit/rule.ts';

/** A list file whose last line has no line feed. */
export const listCutOff: SpecRule = {
  id: 'list-cut-off',
  severity: 3,
  title: 'a list file ends without a line feed',
  why: 'An interrupted download can end in the middle of a line. The last entry may then be incomplete, and later entries missing.',
  remedy: 'download the list again, compare the two, and end the last line with a line feed',
  check: ({ spec }) =>
    spec.unfinishedLists.map(({ written, list, place }) => ({
      subject: written,
      message: 'is the last line of its list and has no line feed, so the list may be incomplete',
      at: place,
      scope: { list },
    })),
};
