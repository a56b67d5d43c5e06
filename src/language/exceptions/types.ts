import type { Place } from '../../problem.ts';

/** A finding that the security team has accepted. */
export type Exception = {
  /** The id of the finding's rule. */
  readonly rule: string;
  /** The endpoint or the id that the finding is about, exactly as the spec writes it. */
  readonly endpoint: string;
  readonly reason: string;
  readonly ticket: string;
  readonly approvedBy: string;
  /** An ISO date, the last day. It is compared only with a date that the caller passes. */
  readonly until: string;
  readonly place: Place;
  readonly untilPlace: Place;
};
