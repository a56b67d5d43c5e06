import type { DiffReport, Gain } from '../../review/diff/change.ts';

/** A line of an output; its file is relative to the site's folder. */
export type OutputLine = NonNullable<Gain['at']>;

/** What every format of `diff` tells. */
export type DiffAnswer = {
  readonly report: DiffReport;
  /** What reports call the new spec. */
  readonly spec: string;
  /** What the format calls the output folder. */
  readonly out: string;
  readonly version: string;
  /** The lines of head's committed outputs that open a gain. */
  openedAt(site: string, gain: Gain): readonly OutputLine[];
};

/** A change as a comment. */
export type DiffPage = {
  readonly text: string;
  /** Gains that no page could hold, however short: then it shows none of them, and says so. */
  readonly unshown: number;
};
