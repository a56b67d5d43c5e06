import { sha256 } from '../../policy/digest.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import { type Refusal, type Result, success } from '../../problem.ts';
import { objectName, uniqueNames } from '../kit/writing/names.ts';
import { closingKey, endingOf, guardKey, keyOf, trackersOf } from './names-trackers.ts';
import type { AliasPlan, PassPlan, Plan } from './plan.ts';

// pfSense: at most 31 of [A-Za-z0-9_]. Four are for the type and the part, so aliases of two rules never collide.
const longestName = 31;
const aliasLimits = {
  length: longestName - '_h00'.length,
  separator: '_',
  others: /[^A-Za-z0-9_]/gu,
};

// pfSense cuts a rule's description at 52 characters.
const longestDescription = 52;

/** The names of the objects of a site. */
export type Names = {
  /** The names of all aliases of the site begin with it, and no other alias may. */
  readonly aliasPrefix: string;
  /** The description of every rule of the site begins with it. */
  readonly descriptionPrefix: string;
  readonly clients: string;
  readonly inner: string;
  aliasOf(alias: AliasPlan): string;
  descriptionOf(pass: PassPlan): string;
  trackerOf(pass: PassPlan): number;
  /** The rule that denies the inner networks, if there is one. */
  readonly guard: Denial | undefined;
  /** The last rule of a default-deny site; an allow-only site has none. */
  readonly closing: Denial | undefined;
};

/** The names of a rule that denies. */
export type Denial = { readonly description: string; readonly tracker: number };

/** Names the aliases and rules of a plan, or refuses with name-collision. */
export function namesOf(policy: TargetPolicy, plan: Plan): Result<Names, Refusal[]> {
  const { prefix } = policy.site;
  const bases = uniqueNames(
    plan.aliases.map(({ rule }) => rule.id),
    (id) => baseOf(prefix, id),
  );
  return bases.ok ? success(describe(policy, plan)) : bases;
}

function describe(policy: TargetPolicy, plan: Plan): Names {
  const { prefix, enforce } = policy.site;
  const trackerOf = trackersOf(policy);
  const denial = (key: string, id: string): Denial => ({
    description: descriptionFor(prefix, id),
    tracker: trackerOf(key),
  });
  return {
    aliasPrefix: `${prefix}_`,
    descriptionPrefix: `${prefix}: `,
    clients: `${prefix}_clients`,
    inner: `${prefix}_inner`,
    aliasOf: (alias) => `${baseOf(prefix, alias.rule.id)}_${endingOf(alias)}`,
    descriptionOf: ({ rule }) => descriptionFor(prefix, rule.id),
    trackerOf: (pass) => trackerOf(keyOf(pass)),
    guard: plan.guard.length > 0 ? denial(guardKey, 'inner networks are denied') : undefined,
    closing: enforce === 'closed' ? denial(closingKey, 'everything else is denied') : undefined,
  };
}

function baseOf(prefix: string, ruleId: string): string {
  return objectName([prefix, ...ruleId.split('/')], aliasLimits);
}

/** The prefix and the source identify our rules in a merge. A long description is cut and ends in a hash of the whole. */
function descriptionFor(prefix: string, id: string): string {
  const whole = `${prefix}: ${id}`;
  if (whole.length <= longestDescription) return whole;
  return `${whole.slice(0, longestDescription - 9)}~${sha256(whole).slice(0, 8)}`;
}
