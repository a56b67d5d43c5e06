import { getOrAdd } from '../maps.ts';
import { compareText, sortedUnique } from '../net/order.ts';
import type { Origin, Rule, RuleDestination } from './types.ts';

/** The application names of a target that the spec adds for one endpoint to those of its service; sorted. */
export function addedBy(target: string, origin: Origin): readonly string[] {
  const names = namedBy(target, origin);
  return names.length === 0 ? names : sortedUnique(names, compareText);
}

function namedBy(target: string, { group, endpoint }: Origin): readonly string[] {
  const [ofGroup, own] = [group.applications[target], endpoint.applications[target]];
  if (ofGroup === undefined) return own ?? none;
  return own === undefined ? ofGroup : [...ofGroup, ...own];
}

const none: readonly string[] = [];

/**
 * The same for a destination of a rule: the names of the rule's group, and of this group's endpoints with the destination.
 * A group adds no names to a destination in the rule of another group.
 */
export function addedApplications(
  target: string,
  rule: Rule,
  to: RuleDestination,
): readonly string[] {
  const [origin] = to.origins;
  if (origin !== undefined && to.origins.length === 1)
    return origin.group === rule.group ? addedBy(target, origin) : none;
  const byGroup = getOrAdd(added, to, () => new Map<string, readonly string[]>());
  return getOrAdd(byGroup, `${target} ${rule.group.id}`, () => {
    const own = to.origins.filter(({ group }) => group === rule.group);
    return sortedUnique(
      own.flatMap((origin) => namedBy(target, origin)),
      compareText,
    );
  });
}

// Kept because every origin of a destination asks, and a destination may have thousands.
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
