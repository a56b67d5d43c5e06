import type { Family } from '../../../net/address.ts';
import { formatDestination } from '../../../net/destination.ts';
import { wholeHost } from '../../../net/path.ts';
import { hasPorts } from '../../../net/transport.ts';
import type { RuleDestination, SitePolicy } from '../../../policy/types.ts';
import type {
  Addition,
  Exact,
  NotApplicable,
  Question,
  Some,
  Unsupported,
  Widened,
} from '../../coverage.ts';

/** Enforced as the spec says. */
export const exact: Exact = { kind: 'exact', reason: '' };

/** Left out, for this reason. */
export function unsupported(reason: string): Unsupported {
  return { kind: 'unsupported', reason };
}

/** This output does not decide it, for this reason. */
export function notApplicable(reason: string): NotApplicable {
  return { kind: 'not-applicable', reason };
}

/** What makes an output wider, from lists that may be empty; undefined if both are. */
export function widenedBy(
  adds: readonly Addition[],
  unseen: readonly string[],
): Widened | undefined {
  if (isSome(adds)) return { adds, unseen };
  return isSome(unseen) ? { unseen } : undefined;
}

function isSome<Item>(items: readonly Item[]): items is Some<Item> {
  return items.length > 0;
}

/**
 * Does the endpoint have a path on these ports? The path of a TLS service is documentation only, but it is also invisible
 * to a device. A protocol without ports has no paths.
 */
export function namesPath({ rule, to, origin }: Pick<Question, 'rule' | 'to' | 'origin'>): boolean {
  if (!rule.ports.some(({ transport }) => hasPorts(transport))) return false;
  return to.path !== wholeHost || origin.endpoint.path !== wholeHost;
}

/** The additional access for an endpoint with a path, in an output that sees only addresses and ports. */
export const unseenPath = {
  what: 'whole-host',
  reason: 'a packet filter cannot see the path',
} as const;

/** The reason for an endpoint that is inside a bypassed destination; `fate` is the effect on it. */
export function takenAlong(fate: string, bypass: RuleDestination): string {
  return `${fate} together with ${formatDestination(bypass.destination)}, which bypasses inspection`;
}

/** How many of the site's resolvers have an address in one of these families. */
export function resolversWithin(
  { site: { resolvers } }: SitePolicy,
  families: readonly Family[],
): 'all' | 'some' | 'none' {
  if (resolvers.kind === 'any') return 'all';
  const within = resolvers.addresses.filter(({ family }) => families.includes(family));
  if (within.length === resolvers.addresses.length) return 'all';
  return within.length > 0 || resolvers.self ? 'some' : 'none';
}
