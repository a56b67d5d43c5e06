import type { VerifyReport } from '../../review/verify/report.ts';

/** What every format of `verify` prints. */
export type VerifyAnswer = {
  readonly report: VerifyReport;
  /** The name of the output directory in this format. */
  readonly out: string;
};
