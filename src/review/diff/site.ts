import { type Tier, tiers } from '../../language/types.ts';
import { compareText } from '../../net/order.ts';
import { mergePorts } from '../../net/port.ts';
import type { Policy, Rule } from '../../policy/types.ts';
import { targets } from '../../targets/list.ts';
import { outputsOf } from '../../targets/output.ts';
import { accessByOutput, type GivenAccess } from '../access/given-access.ts';
import type { PolicyBox } from '../access/policy-boxes.ts';
import type { AccessChange, GainKind, Loss, PolicyPair, SiteChange, TierMove } from './change.ts';
import { DecidingOutputs } from './deciding.ts';
import { accessOf } from './differences.ts';
import { enforcementOf } from './enforcement.ts';
import { type GivenDifference, givenDifferences } from './given-differences.ts';
import { EnforcedAccess } from './kept-open.ts';
import { changedQuality, ruleQuality } from './quality.ts';

/** The change of one site, without findings. */
export function siteChange(policies: PolicyPair): SiteChange {
  const [before, after] = [givenBy(policies.before), givenBy(policies.after)];
  const deciding = { before: decidingIn(policies.before), after: decidingIn(policies.after) };
  const enforced = new EnforcedAccess(policies.after, targets);
  return {
    gained: givenDifferences(after, before).map((each) =>
      changeOf(each, gainKind(each), deciding.after),
    ),
    lost: givenDifferences(before, after).map((each) => ({
      ...lossOf(each, deciding.before),
      ...enforced.keeps(each),
    })),
    moved: movedTiers(boxesOf(before), boxesOf(after)),
    enforcement: enforcementOf(policies),
  };
}

function givenBy(policy: Policy | undefined): readonly GivenAccess[] {
  return policy === undefined ? [] : accessByOutput(policy, targets);
}

function decidingIn(policy: Policy | undefined): DecidingOutputs {
  return new DecidingOutputs(policy === undefined ? [] : outputsOf(policy, targets));
}

function boxesOf(given: readonly GivenAccess[]): PolicyBox[] {
  return given.flatMap(({ boxes }) => boxes);
}

function gainKind({ remainder, related }: GivenDifference): GainKind {
  if (remainder.destination.base.kind === 'any') return 'ANY';
  if (remainder.of.rule.service.application === 'http') return 'CLEARTEXT';
  return related.count === 0 ? 'NEW' : 'WIDER';
}

function lossOf(
  difference: GivenDifference,
  all: DecidingOutputs,
): Omit<Loss, 'keptOpen' | 'witnessOpenIn'> {
  return changeOf(difference, difference.related.count === 0 ? 'REMOVED' : 'NARROWER', all);
}

function changeOf<Kind>(
  difference: GivenDifference,
  kind: Kind,
  all: DecidingOutputs,
): AccessChange<Kind> {
  const { remainder } = difference;
  const deciding = all.of(remainder.of, remainder.ports);
  const outputs = difference.outputs.filter((name) => deciding.includes(name));
  const { rule, to } = remainder.of;
  const mine = to.origins.filter(({ group }) => group === rule.group);
  const origins = [...mine, ...to.origins.filter((origin) => !mine.includes(origin))];
  return {
    kind,
    ...accessOf(difference),
    givenBy: difference.outputs,
    outputs,
    byEveryOutput: outputs.length === deciding.length && outputs.length > 0,
    tier: rule.tier,
    origins,
    output: null,
    at: null,
    findings: [],
  };
}

/** Access that both sides have, in different tiers. */
function movedTiers(before: readonly PolicyBox[], after: readonly PolicyBox[]): TierMove[] {
  const moves = new Map<string, TierMove>();
  for (const { destination, ports, from, to, at } of changedQuality(
    before,
    after,
    ruleQuality(tierOf, isStronger),
  )) {
    const was = from.join(' and ');
    const key = `${destination} ${was} ${to}`;
    const all = mergePorts([...(moves.get(key)?.ports ?? []), ...ports]);
    moves.set(key, { destination, ports: all, from: was, to, at });
  }
  return [...moves.values()].sort((a, b) => compareText(a.destination, b.destination));
}

/** The strongest tier applies. */
function isStronger({ tier }: Rule, than: Tier): boolean {
  return tiers.indexOf(tier) < tiers.indexOf(than);
}

function tierOf({ tier }: Rule): Tier {
  return tier;
}
