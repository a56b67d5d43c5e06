import { getOrAdd } from '../maps.ts';
import { compareText, sortedUnique } from '../net/order.ts';
import type { Origin, Rule, RuleDestination } from './types.ts';

/** The application names of a target that the spec adds for one endpoint to those of its service; sorted. */
export function addedBy(target: string, origin: Origin): readonly string[] {
  return sortedUnique(namedBy(target, origin), compareText);
}

function namedBy(target: string, { group, endpoint }: Origin): string[] {
  return [...(group.applications[target] ?? []), ...(endpoint.applications[target] ?? [])];
}

/**
 * The same for a destination of a rule: the names of the rule's group, and of this group's endpoints with the destination.
 * A group adds no names to a destination in the rule of another group.
 */
export function addedApplications(
  target: string,
  rule: Rule,
  to: RuleDestination,
): readonly string[] {
  const byGroup = getOrAdd(added, to, () => new Map<string, readonly string[]>());
  return getOrAdd(byGroup, `${target} ${rule.group.id}`, () => {
    const own = to.origins.filter(({ group }) => group === rule.group);
    return sortedUnique(
      own.flatMap((origin) => namedBy(target, origin)),
      compareText,
    );
  });
}

// Every origin of a destination asks, and a destination may have thousands.
const added = new WeakMap<RuleDestination, Map<string, readonly string[]>>();

/**
 * Whether a device that identifies applications could identify this host as another application than its protocol.
 * A hosted service can have its own application (for example, ssl becomes okta), which only the spec knows.
 */
export function mayShift(
  target: string,
  rule: Rule,
  to: RuleDestination,
  { isThirdParty }: Origin,
): boolean {
  const { application } = rule.service;
  const isWeb = application === 'http' || application === 'tls';
  const onTcp = rule.ports.some(({ transport }) => transport === 'tcp');
  return isWeb && onTcp && isThirdParty && addedApplications(target, rule, to).length === 0;
}
