import type { Finding } from '../../review/findings/finding.ts';
import type { Links } from '../page/links.ts';

/** The input of every format of `lint`. */
export type LintAnswer = {
  /** All findings, including those that an exception accepts. */
  readonly findings: readonly Finding[];
  /** The name of the spec in reports. */
  readonly spec: string;
  readonly version: string;
  readonly links: Links;
  /** Does a SARIF log list accepted findings too? */
  readonly suppressed?: boolean;
};
