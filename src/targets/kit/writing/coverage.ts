import type { Family } from '../../../net/address.ts';
import { formatDestination } from '../../../net/destination.ts';
import { wholeHost } from '../../../net/path.ts';
import type { RuleDestination, SitePolicy } from '../../../policy/types.ts';
import type {
  Addition,
  Exact,
  NotApplicable,
  Question,
  Some,
  Unsupported,
  Widened,
} from '../../target.ts';

/** Enforced as the spec says. */
export const exact: Exact = { kind: 'exact', reason: '' };

/** Left out, for this reason. */
export function unsupported(reason: string): Unsupported {
  return { kind: 'unsupported', reason };
}

/** Not for this output to decide, for this reason. */
export function notApplicable(reason: string): NotApplicable {
  return { kind: 'not-applicable', reason };
}

/** What makes an output wider, from lists that may be empty; undefined when nothing does. */
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

/** Does the endpoint name a path? One of a TLS service is documentation, and no less invisible on the way. */
export function namesPath({ to, origin }: Pick<Question, 'to' | 'origin'>): boolean {
  return to.path !== wholeHost || origin.endpoint.path !== wholeHost;
}

/** What an output that sees addresses and ports alone opens besides an endpoint with a path. */
export const unseenPath = { what: 'whole-host', reason: 'a packet filter sees no path' } as const;

/** The reason of an endpoint that a bypass takes along; `fate` says what becomes of it. */
export function takenAlong(fate: string, bypass: RuleDestination): string {
  return `${fate} together with ${formatDestination(bypass.destination)}, which bypasses`;
}

/** How many of the resolvers that the site lists have an address of one of these families. */
export function resolversWithin(
  { site: { resolvers } }: SitePolicy,
  families: readonly Family[],
): 'all' | 'some' | 'none' {
  if (resolvers.kind === 'any') return 'all';
  const within = resolvers.addresses.filter(({ family }) => families.includes(family));
  if (within.length === resolvers.addresses.length) return 'all';
  return within.length > 0 || resolvers.self ? 'some' : 'none';
}
