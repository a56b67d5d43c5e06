import type { Spec } from '../../../language/types.ts';
import type { Policy } from '../../../policy/types.ts';
import type { Output } from '../../../targets/output.ts';
import type { Target } from '../../../targets/target.ts';
import type { PolicyPair, SiteChange } from '../../diff/change.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import type { RuleInfo } from './rule-info.ts';

/** The input of a rule about a spec. */
export type LintContext = {
  readonly spec: Spec;
  /** The policies of every site. */
  readonly policies: readonly Policy[];
  /** Every target that Portolan supports. */
  readonly targets: readonly Target[];
  /** The documents of the base spec. Only these, with the domains that they list there, count as reviewed. */
  readonly reviewed?: Spec['documents'];
  /** The day to compare expiry dates with, as in 2026-12-31. Without it, no date is checked. */
  readonly asOf: string | undefined;
};

/** A rule about a spec. It reports each line of the spec once, even if several sites share it. */
export type SpecRule = RuleInfo & { readonly check: (context: LintContext) => FindingDraft[] };

/** A rule about one site as a whole. The site's coverage.md lists its findings too. */
export type SiteRule = RuleInfo & {
  /** The messages about the site, without a full stop. Empty if there is nothing to report. */
  readonly check: (policy: Policy, outputs: readonly Output[]) => string[];
};

/** One site before and after a change. */
export type ChangedSite = {
  readonly site: string;
  readonly policies: PolicyPair;
  readonly change: SiteChange;
};

/** A rule about a change, which needs two specs to compare. */
export type ChangeRule = RuleInfo & {
  readonly check: (changed: ChangedSite) => FindingDraft[];
  /** True if a finding makes `diff` require approval, until an exception in the base accepts it. */
  readonly holdsBack: boolean;
};
