import type { Endpoint, Inspection } from '../../language/types.ts';
import { compareText, sortedUnique } from '../../net/order.ts';
import { formatPortRange } from '../../net/port.ts';
import { addedApplications } from '../../policy/applications.ts';
import type { Policy, Rule, RuleDestination } from '../../policy/types.ts';
import { targets } from '../../targets/list.ts';
import { accessByOutput } from '../access/given-access.ts';
import type { PolicyBox } from '../access/policy-boxes.ts';
import type { StatementChange } from './change.ts';
import { changedQuality, type Quality, type QualityChange, ruleQuality } from './quality.ts';
import { siteSetting } from './site-settings.ts';

/** Changes of inspection, application and expiry, by site, for access that both sides have. */
export function accessSettings(
  before: readonly Policy[],
  after: readonly Policy[],
): StatementChange[] {
  const known = new Map(before.map((policy) => [policy.site.id, policy]));
  const found = after.flatMap((policy) => {
    const twin = known.get(policy.site.id);
    if (twin === undefined) return [];
    const [old, now] = [givenBoxes(twin), givenBoxes(policy)];
    const told = (name: string, quality: Quality<PolicyBox, string>) =>
      changedQuality(old, now, quality).map((change) => qualityStatement(policy, name, change));
    return [
      ...told('inspection', ruleQuality(inspectionOf, isBypassed)),
      ...told(
        'application',
        ruleQuality(({ service }) => service.application),
      ),
      ...told(expiry, lastDay),
      ...namedTargets([...old, ...now]).flatMap((target) =>
        told(`applications.${target}`, {
          valueIn: ({ rule, to }) => addedApplications(target, rule, to).join(', ') || 'none',
          placeOf: ({ to }) => to.origins[0]?.endpoint.place,
        }),
      ),
    ];
  });
  // Several outputs allow the same access; each change is listed once.
  return [
    ...new Map(
      found.map((change) => [JSON.stringify([change.what, change.after]), change]),
    ).values(),
  ];
}

const expiry = 'expires';

/** The value of `expires` of access that does not expire. */
export const noEnd = 'no end';

/** When access expires: on the last day of its endpoints. An earlier day is not a change that needs approval. */
const lastDay: Quality<PolicyBox, string> = {
  valueIn: ({ to }) => lastDayOf(to),
  placeOf: ({ to }) =>
    to.origins.find(({ endpoint }) => endOf(endpoint) === lastDayOf(to))?.endpoint.place,
  outranks: ({ to }, day) => day !== lastDayOf(to) && isAsLong(lastDayOf(to), day),
  includes: isAsLong,
};

function lastDayOf({ origins }: RuleDestination): string {
  return origins.map(({ endpoint }) => endOf(endpoint)).reduce((a, b) => (isAsLong(a, b) ? a : b));
}

function endOf({ expires }: Endpoint): string {
  return expires ?? noEnd;
}

/** ISO dates sort as texts. */
function isAsLong(a: string, b: string): boolean {
  return a === noEnd || (b !== noEnd && a >= b);
}

/** The targets that a group or an endpoint names applications for. */
function namedTargets(boxes: readonly PolicyBox[]): string[] {
  const origins = new Set(boxes.flatMap(({ to }) => to.origins));
  const named = [...origins].flatMap(({ group, endpoint }) => [
    ...Object.keys(group.applications),
    ...Object.keys(endpoint.applications),
  ]);
  return sortedUnique(named, compareText);
}

/** A bypass inside of a broader inspected permission applies: its author meant it as the exception. */
function isBypassed({ inspection }: Rule, than: Inspection): boolean {
  return than === 'allow' && inspection === 'bypass';
}

function inspectionOf({ inspection }: Rule): Inspection {
  return inspection;
}

/** Everything that any output of the site allows. */
function givenBoxes(policy: Policy): PolicyBox[] {
  return accessByOutput(policy, targets).flatMap(({ boxes }) => boxes);
}

function qualityStatement(
  { site }: Policy,
  name: string,
  { destination, ports, from, to, at }: QualityChange<string>,
): StatementChange {
  const access = `${destination} ${ports.map(formatPortRange).join(', ')}`;
  const change = {
    what: `site ${site.id}: ${access}: ${name}`,
    before: from.join(' and '),
    after: to,
    at,
  };
  // No device enforces the last day of an endpoint.
  if (name === expiry) return change;
  return { ...change, setting: { ...siteSetting(site.id, name), of: access } };
}
