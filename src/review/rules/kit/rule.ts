import type { Spec } from '../../../language/types.ts';
import type { Policy } from '../../../policy/types.ts';
import type { Target } from '../../../targets/target.ts';
import type { Draft } from '../../findings/finding.ts';
import type { RuleFacts } from './rule-info.ts';

/** All that a rule may look at. */
export type LintContext = {
  readonly spec: Spec;
  /** Of every site. */
  readonly policies: readonly Policy[];
  /** Every output that the tool knows. */
  readonly targets: readonly Target[];
  /** The documents that were reviewed before; others, and domains that these lack, vouch for no host. */
  readonly reviewed?: Spec['documents'];
  /** The day that dates are held against, as 2026-12-31; without it none is judged. */
  readonly asOf: string | undefined;
};

/** A rule: what it finds, and how. What several sites share it says once for each line of the spec. */
export type LintRule = RuleFacts & { readonly check: (context: LintContext) => Draft[] };
