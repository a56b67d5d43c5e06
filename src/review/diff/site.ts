import { compareText } from '../../net/order.ts';
import { mergePorts } from '../../net/port.ts';
import type { Policy, Rule } from '../../policy/types.ts';
import { type Tier, tiers } from '../../spec/types.ts';
import { type PolicyBox, policyBoxes } from '../access/of-policy.ts';
import { type Difference, differences } from './access.ts';
import type { AccessChange, GainKind, Loss, Sides, SiteChange, TierMove } from './change.ts';
import { enforcementOf } from './enforcement.ts';
import { changedQuality, ruleQuality } from './quality.ts';

/** What became of one site; no finding is told at its gains so far. */
export function siteChange(sides: Sides): SiteChange {
  const [before, after] = [boxesOf(sides.before), boxesOf(sides.after)];
  const gained = differences(after, before, ruleKey).map((each) => changeOf(each, gainKind(each)));
  const lost = differences(before, after, ruleKey).map(lossOf);
  return { gained, lost, moved: movedTiers(before, after), enforcement: enforcementOf(sides) };
}

function boxesOf(policy: Policy | undefined): PolicyBox[] {
  return policy === undefined ? [] : policyBoxes(policy);
}

/** What one reviewer accepts or refuses together: a group on a service. */
function ruleKey({ rule }: PolicyBox): string {
  return `${rule.group.id}/${rule.service.name}`;
}

function gainKind({ remainder, related }: Difference<PolicyBox>): GainKind {
  if (remainder.destination.base.kind === 'any') return 'ANY';
  if (remainder.of.rule.service.application === 'http') return 'CLEARTEXT';
  return related === null ? 'NEW' : 'WIDER';
}

function lossOf(difference: Difference<PolicyBox>): Loss {
  return changeOf(difference, difference.related === null ? 'REMOVED' : 'NARROWER');
}

function changeOf<Kind>(
  { remainder, witness, related }: Difference<PolicyBox>,
  kind: Kind,
): AccessChange<Kind> {
  const { of, clients, destination, exceptBelow, ports } = remainder;
  const { rule, to, path } = of;
  const mine = to.origins.filter(({ group }) => group === rule.group);
  const origins = [...mine, ...to.origins.filter((origin) => !mine.includes(origin))];
  return {
    kind,
    clients,
    destination,
    path,
    exceptBelow,
    ports,
    witness,
    related,
    tier: rule.tier,
    origins,
    output: null,
    at: null,
    findings: [],
  };
}

/** Access that both have, whose tier is another. */
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

/** The strongest tier is the one that counts. */
function isStronger({ tier }: Rule, than: Tier): boolean {
  return tiers.indexOf(tier) < tiers.indexOf(than);
}

function tierOf({ tier }: Rule): Tier {
  return tier;
}
