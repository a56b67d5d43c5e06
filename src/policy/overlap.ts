import type { Destination } from '../net/destination.ts';
import { hostCovers, hostsIntersect } from '../net/host-set.ts';
import { networkCovers, networksIntersect } from '../net/network.ts';
import { pathCovers } from '../net/path.ts';
import { portsIntersect } from '../net/port.ts';
import type { Policy, Rule, RuleDestination } from './types.ts';

/**
 * The destination of a bypass that takes a permission-only destination along, wholly or in part: a device that lets
 * `*.example.com` around the inspection lets `bank.example.com` around it too. A bypass inside of the permission is no
 * such case: it is the exception that its author meant.
 * `holdsPath` says whether the device can tell paths apart.
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
  if (!intersects(outer, inner)) return false;
  const inside = covers(inner, outer);
  const same = inside && covers(outer, inner);
  if (inside && !same) return false;
  if (!holdsPath) return true;
  const below = pathCovers(bypass.path, to.path);
  return same ? below : below || pathCovers(to.path, bypass.path);
}

function covers(outer: Destination, inner: Destination): boolean {
  if (outer.kind === 'any') return true;
  if (outer.kind === 'host' && inner.kind === 'host') return hostCovers(outer.host, inner.host);
  if (outer.kind === 'network' && inner.kind === 'network') {
    return networkCovers(outer.network, inner.network);
  }
  return outer.kind === 'resolvers' && inner.kind === 'resolvers';
}

function intersects(a: Destination, b: Destination): boolean {
  if (a.kind === 'any' || b.kind === 'any') return true;
  if (a.kind === 'host' && b.kind === 'host') return hostsIntersect(a.host, b.host);
  if (a.kind === 'network' && b.kind === 'network') return networksIntersect(a.network, b.network);
  return a.kind === 'resolvers' && b.kind === 'resolvers';
}
