import type { Place } from '../../problem.ts';

/** A finding of the review that somebody has accepted. */
export type Exception = {
  /** The id of the finding's rule. */
  readonly rule: string;
  /** What the finding is about, exactly as the spec writes it. */
  readonly endpoint: string;
  readonly reason: string;
  readonly ticket: string;
  readonly approvedBy: string;
  /** An ISO date, the last day; judged only against a date that the caller gives. */
  readonly until: string;
  readonly place: Place;
  readonly untilPlace: Place;
};
