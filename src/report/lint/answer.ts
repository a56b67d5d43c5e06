import type { Finding } from '../../review/findings/finding.ts';

/** What every format of `lint` tells. */
export type LintAnswer = {
  /** Also those that an exception accepts. */
  readonly findings: readonly Finding[];
  /** What reports call the spec. */
  readonly spec: string;
  readonly version: string;
};
