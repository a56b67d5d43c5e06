import type { Policy } from '../policy/types.ts';
import { countOf, type Enforced, type Verdict } from './verdicts.ts';

/** The number of endpoints of a site by coverage in one output, each counted once for every service. */
export type Totals = {
  readonly target: string;
  readonly exact: number;
  readonly wider: number;
  readonly narrower: number;
  readonly leftOut: number;
  /** Of those that are left out: in groups of tier `required`. */
  readonly requiredLeftOut: number;
};

/** The totals of a site's outputs, in the order of the outputs. */
export function totalsOf(enforced: Enforced): Totals[] {
  return [...enforced].map(([target, verdicts]) => {
    const count = (counts: (verdict: Verdict) => boolean) =>
      verdicts.filter(counts).reduce((sum, { endpoints }) => sum + countOf(endpoints), 0);
    return {
      target,
      exact: count(({ kind }) => kind === 'exact'),
      wider: count(({ kind }) => kind === 'wider'),
      narrower: count(({ kind }) => kind === 'narrower'),
      leftOut: count(isLeftOut),
      requiredLeftOut: count((verdict) => isLeftOut(verdict) && verdict.group.tier === 'required'),
    };
  });
}

function isLeftOut({ kind }: Verdict): boolean {
  return kind === 'unsupported';
}

/** An output of a default-deny site that leaves endpoints out; they are denied there. */
export type Lack = {
  readonly site: string;
  readonly target: string;
  readonly leftOut: number;
  /** The total number of endpoints. */
  readonly of: number;
  /** Of those that are left out: in groups of tier `required`. */
  readonly required: number;
};

/** The outputs of a site that deny endpoints of the spec; empty for a site without default deny. */
export function lacksOf({ site }: Policy, enforced: Enforced): Lack[] {
  if (site.enforce !== 'closed') return [];
  return totalsOf(enforced)
    .filter(({ leftOut }) => leftOut > 0)
    .map(({ target, exact, wider, narrower, leftOut, requiredLeftOut }) => ({
      site: site.id,
      target,
      leftOut,
      of: exact + wider + narrower + leftOut,
      required: requiredLeftOut,
    }));
}
