import type { VerifyReport } from '../../review/verify/report.ts';

/** What every format of `verify` tells. */
export type VerifyAnswer = {
  readonly report: VerifyReport;
  /** What the format calls the output folder. */
  readonly out: string;
};
