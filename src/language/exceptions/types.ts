import type { Place } from '../../problem.ts';

/** What an exception names: one endpoint or id, or a group, a list or a target with all its findings of the rule. */
export const exceptionKinds = ['endpoint', 'group', 'list', 'target'] as const;
export type ExceptionKind = (typeof exceptionKinds)[number];

/** A finding, or all findings of one part of the spec, that the security team has accepted. */
export type Exception = {
  /** The id of the finding's rule. */
  readonly rule: string;
  readonly kind: ExceptionKind;
  /**
   * The endpoint or the id that the finding is about, exactly as the spec writes it. For the other kinds, the id of the
   * group, the path of the list from the directory of the spec, or the name of the target.
   */
  readonly subject: string;
  readonly reason: string;
  readonly ticket: string;
  readonly approvedBy: string;
  /** An ISO date, the last day. It is compared only with a date that the caller passes. */
  readonly until: string;
  readonly place: Place;
  readonly subjectPlace: Place;
  readonly untilPlace: Place;
};

/** The subject in words: an endpoint as it is, all others with their kind. */
export function subjectText({ kind, subject }: Pick<Exception, 'kind' | 'subject'>): string {
  return kind === 'endpoint' ? subject : `${kind} ${subject}`;
}
