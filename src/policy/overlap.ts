import { destinationCovers, destinationsIntersect } from '../net/destination-set.ts';
import { pathCovers } from '../net/path.ts';
import { portsIntersect } from '../net/port.ts';
import type { Policy, Rule, RuleDestination } from './types.ts';

/**
 * The destination of a bypass rule that also covers all or part of a destination without bypass. For example, a device
 * where `*.example.com` bypasses inspection does not inspect `bank.example.com` either. A bypass inside a wider
 * permission is not such a case: it is an intended exception.
 * `holdsPath` is whether the device can distinguish paths.
 */
export function bypassAround(
  policy: Policy,
  rule: Rule,
  to: RuleDestination,
  holdsPath: boolean,
): RuleDestination | undefined {
  if (rule.inspection === 'bypass') return undefined;
  return policy.rules
    .filter((other) => other.inspection === 'bypass' && sharesPorts(rule, other))
    .flatMap((other) => other.destinations)
    .find((other) => takesAlong(other, to, holdsPath));
}

function sharesPorts(a: Rule, b: Rule): boolean {
  return a.ports.some((range) => b.ports.some((other) => portsIntersect(range, other)));
}

function takesAlong(bypass: RuleDestination, to: RuleDestination, holdsPath: boolean): boolean {
  const [outer, inner] = [bypass.destination, to.destination];
  if (!destinationsIntersect(outer, inner)) return false;
  const inside = destinationCovers(inner, outer);
  const same = inside && destinationCovers(outer, inner);
  if (inside && !same) return false;
  if (!holdsPath) return true;
  const below = pathCovers(bypass.path, to.path);
  return same ? below : below || pathCovers(to.path, bypass.path);
}
