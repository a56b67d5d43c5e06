import type { Explanation } from '../../review/explain/explanation.ts';

/** The input of every format of `explain`. */
export type ExplainAnswer = {
  readonly explanation: Explanation;
  /** The output directory. */
  readonly out: string;
};
