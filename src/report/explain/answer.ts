import type { Explanation, OpenExplanation } from '../../review/explain/explanation.ts';

/** The input of every format of `explain`. */
export type ExplainAnswer = {
  readonly explanation: Explanation;
  /** The output directory. */
  readonly out: string;
};

/** The input of every format of `explain` for a host without a port. */
export type OpenAnswer = {
  readonly explanation: OpenExplanation;
  /** The output directory. */
  readonly out: string;
};
