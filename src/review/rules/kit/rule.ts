import type { Spec } from '../../../language/types.ts';
import type { Policy } from '../../../policy/types.ts';
import type { Output } from '../../../targets/output.ts';
import type { Target } from '../../../targets/target.ts';
import type { PolicyPair, SiteChange } from '../../diff/change.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import type { RuleInfo } from './rule-info.ts';

/** All that a rule about a spec may look at. */
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

/** A rule about a spec. What several sites share it says once for each line of the spec. */
export type SpecRule = RuleInfo & { readonly check: (context: LintContext) => FindingDraft[] };

/** A rule about one site as a whole, which the site's coverage.md tells too. */
export type SiteRule = RuleInfo & {
  /** The site's sentences, without their ends; empty when there is nothing to raise. */
  readonly check: (policy: Policy, outputs: readonly Output[]) => string[];
};

/** What became of one site. */
export type ChangedSite = {
  readonly site: string;
  readonly policies: PolicyPair;
  readonly change: SiteChange;
};

/** A rule about a change, which only a comparison of two specs can judge. */
export type ChangeRule = RuleInfo & {
  readonly check: (changed: ChangedSite) => FindingDraft[];
  /** Does a finding hold the change back, until an exception of base lifts it? */
  readonly holdsBack: boolean;
};
