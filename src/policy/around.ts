import { formatDestination } from '../net/destination.ts';
import { formatHost, type Host, parentsOf } from '../net/host.ts';
import { hostCovers, hostsIntersect } from '../net/host-set.ts';
import { EdgeIndex, type OrderedNetwork } from '../net/network-edges.ts';
import { PatternIndex } from '../net/pattern-index.ts';
import type { RuleDestination } from './types.ts';

type Destination = RuleDestination['destination'];
type OrderedHost = { readonly host: Host; readonly order: number };

/** The order if no destination is found. */
export const none = Number.POSITIVE_INFINITY;

/**
 * The destinations of rules, to find the first one around another destination: one that is equal, or covers it, or
 * overlaps it without being inside it. Each has an order, a number. `any` of a rule has no exceptions.
 */
export class AroundIndex {
  /** By the text of the destination. */
  readonly #orders = new Map<string, number>();
  readonly #hosts: OrderedHost[] = [];
  readonly #networks: OrderedNetwork[] = [];
  #wildcards: HostIndex | undefined;
  #edges: EdgeIndex | undefined;

  /** Adds a destination. Orders ascend, and all destinations are added before the first search. */
  add(destination: Destination, order: number): void {
    const key = formatDestination(destination);
    if (this.#orders.has(key)) return;
    this.#orders.set(key, order);
    if (destination.kind === 'network') {
      this.#networks.push({ network: destination.network, order });
    } else if (destination.kind === 'host' && destination.host.kind !== 'exact') {
      this.#hosts.push({ host: destination.host, order });
    }
  }

  /** The lowest order of a destination around this one; `withEqual` is whether an equal one counts. */
  first(inner: Destination, withEqual: boolean): number {
    const equal = withEqual ? this.#orderOf(formatDestination(inner)) : none;
    if (inner.kind === 'any') return equal;
    const everywhere = Math.min(equal, this.#orderOf('any'));
    switch (inner.kind) {
      case 'host':
        return Math.min(everywhere, this.#firstWildcard(inner.host));
      case 'network':
        this.#edges ??= new EdgeIndex(this.#networks);
        return Math.min(everywhere, this.#edges.firstOver(inner.network));
      case 'resolvers':
      case 'self':
        return everywhere;
    }
  }

  #orderOf(text: string): number {
    return this.#orders.get(text) ?? none;
  }

  /** The first wildcard or pattern that is around a host and differs from it. */
  #firstWildcard(host: Host): number {
    if (this.#hosts.length === 0) return none;
    this.#wildcards ??= new HostIndex(this.#hosts);
    const above =
      host.kind === 'pattern' ? [] : parentsOf(host.kind === 'exact' ? host.name : host.of);
    return Math.min(
      this.#wildcards.first(host),
      ...above.map((parent) => this.#orderOf(`*.${parent}`)),
    );
  }
}

/** The wildcards and patterns among the destinations. */
class HostIndex {
  /** Patterns, by their whole text. */
  readonly #patterns = new PatternIndex<OrderedHost>();
  /** Patterns, by each end that could be the parent domain of a wildcard. */
  readonly #ends = new PatternIndex<OrderedHost>();
  /** Wildcards, by their parent domain. */
  readonly #parents = new PatternIndex<OrderedHost>();

  constructor(hosts: readonly OrderedHost[]) {
    for (const each of hosts) {
      const { host } = each;
      if (host.kind === 'subdomains') this.#parents.add(host.of, each);
      if (host.kind !== 'pattern') continue;
      this.#patterns.add(formatHost(host), each);
      for (const end of endsOf(host.labels)) this.#ends.add(end, each);
    }
  }

  /** The first pattern around a host, or the first wildcard around a pattern. */
  first(host: Host): number {
    switch (host.kind) {
      case 'exact':
        return lowest(this.#patterns, host.name, host);
      case 'subdomains':
        return lowest(this.#ends, host.of, host);
      case 'pattern':
        return Math.min(
          lowest(this.#patterns, formatHost(host), host),
          ...endsOf(host.labels).map((end) => lowest(this.#parents, end, host)),
        );
    }
  }
}

/** The last labels of a pattern, in every number from two to all but one. */
function endsOf(labels: readonly string[]): string[] {
  return labels.slice(1, -1).map((_, index) => labels.slice(index + 1).join('.'));
}

// If many hosts are around this one, an early one is.
const triedInOrder = 64;

/** The lowest order of the hosts near `text` that are around `inner` and differ from it. */
function lowest(index: PatternIndex<OrderedHost>, text: string, inner: Host): number {
  const all = index.sameDepth(text);
  const early = all.slice(0, triedInOrder).find(({ host }) => isAround(host, inner));
  if (early !== undefined) return early.order;
  if (all.length <= triedInOrder) return none;
  let best = none;
  for (const { host, order } of index.near(text)) {
    if (order < best && isAround(host, inner)) best = order;
  }
  return best;
}

/** Whether a host overlaps another one, and is not inside it. */
function isAround(outer: Host, inner: Host): boolean {
  return hostsIntersect(outer, inner) && !hostCovers(inner, outer);
}
