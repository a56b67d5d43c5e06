import type { DiffReport, Gain } from '../../review/diff/change.ts';

/** A line of an output; its file is relative to the site's directory. */
export type OutputLine = NonNullable<Gain['at']>;

/** What every format of `diff` prints. */
export type DiffAnswer = {
  readonly report: DiffReport;
  /** What reports call the new spec. */
  readonly spec: string;
  /** The name of the output directory in this format. */
  readonly out: string;
  readonly version: string;
  /** The lines of head's committed outputs that allow added access. */
  openedAt(site: string, gain: Gain): readonly OutputLine[];
};

/** A change as a comment. */
export type DiffPage = {
  readonly text: string;
  /** Additions that do not fit in a page even in their shortest form: then the page shows none, and their number. */
  readonly unshown: number;
};
