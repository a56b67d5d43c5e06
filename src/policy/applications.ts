import { compareText, sortedUnique } from '../net/order.ts';
import type { Origin, Rule, RuleDestination } from './types.ts';

/** The application names of a target that the spec adds, for one endpoint, to those of its service; sorted. */
export function addedBy(target: string, origin: Origin): readonly string[] {
  return sortedUnique(namedBy(target, origin), compareText);
}

function namedBy(target: string, { group, endpoint }: Origin): string[] {
  return [...(group.applications[target] ?? []), ...(endpoint.applications[target] ?? [])];
}

/**
 * The same for a destination of a rule: those of the rule's group, and of every endpoint of this group that asks for
 * the destination. A group that finds its destination in the rule of another one adds nothing to it.
 */
export function addedApplications(
  target: string,
  rule: Rule,
  to: RuleDestination,
): readonly string[] {
  const own = to.origins.filter(({ group }) => group === rule.group);
  return sortedUnique(
    own.flatMap((origin) => namedBy(target, origin)),
    compareText,
  );
}

/**
 * May a device that names applications know the host by another name than that of its protocol? A hosted service has a
 * name of its own (ssl becomes okta, say), which only the spec can tell.
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
