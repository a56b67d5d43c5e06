import type { Policy } from '../policy/types.ts';
import type { CoverageKind } from '../targets/target.ts';
import type { Enforced } from './coverage-rows.ts';

/** How many endpoints of a site one output enforces how, each counted once for every service: the rows of its page. */
export type Totals = {
  readonly target: string;
  readonly exact: number;
  readonly wider: number;
  readonly narrower: number;
  readonly leftOut: number;
  /** Of those that are left out: in groups that the product cannot do without. */
  readonly requiredLeftOut: number;
};

/** The totals of a site's outputs, in the order of the outputs. */
export function totalsOf(enforced: Enforced): Totals[] {
  return [...enforced].map(([target, rows]) => {
    const count = (kind: CoverageKind) => rows.filter((row) => row.kind === kind).length;
    const leftOut = rows.filter(({ kind }) => kind === 'unsupported');
    return {
      target,
      exact: count('exact'),
      wider: count('wider'),
      narrower: count('narrower'),
      leftOut: leftOut.length,
      requiredLeftOut: leftOut.filter(({ group }) => group.tier === 'required').length,
    };
  });
}

/** An output of a closed site that leaves endpoints out: what it leaves out is shut. */
export type Lack = {
  readonly site: string;
  readonly target: string;
  readonly leftOut: number;
  /** Of so many endpoints. */
  readonly of: number;
  /** Of those that are left out: in groups that the product cannot do without. */
  readonly required: number;
};

/** The outputs of a site that shut what the spec asks for; none in a site that shuts nothing. */
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
