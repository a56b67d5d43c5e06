import type { Explanation } from '../../review/explain/explanation.ts';

/** What every format of `explain` tells. */
export type ExplainAnswer = {
  readonly explanation: Explanation;
  /** The output folder. */
  readonly out: string;
};
