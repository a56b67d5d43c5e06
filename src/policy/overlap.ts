import { getOrAdd, grouped } from '../maps.ts';
import { compareText, firstAtLeast } from '../net/order.ts';
import { type UrlPath, wholeHost } from '../net/path.ts';
import { formatPortRange, type PortRange, portsIntersect } from '../net/port.ts';
import { AroundIndex, none } from './around.ts';
import type { Rule, RuleDestination } from './types.ts';

/**
 * The destinations of the bypass rules among some rules, to find those that also cover all or part of a destination
 * without bypass. For example, a device where `*.example.com` bypasses inspection does not inspect `bank.example.com`
 * either. A bypass inside a wider permission is not such a case: it is an intended exception.
 */
export class BypassIndex {
  readonly #bypasses: RuleDestination[] = [];
  /** The bypasses on the same ports, by these ports as text. */
  readonly #byPorts = new Map<string, OnPorts>();

  constructor(rules: readonly Rule[]) {
    for (const { ports, inspection, destinations } of rules) {
      if (inspection !== 'bypass') continue;
      const text = ports.map(formatPortRange).join(' ');
      const same = getOrAdd(this.#byPorts, text, () => new OnPorts(ports));
      for (const to of destinations) same.add(to, this.#bypasses.push(to) - 1);
    }
  }

  /**
   * The first bypass around a destination without bypass, on these ports of its rule. `holdsPath` is whether the device
   * can distinguish paths.
   */
  around(
    ports: readonly PortRange[],
    to: RuleDestination,
    holdsPath: boolean,
  ): RuleDestination | undefined {
    let first = none;
    for (const bypasses of this.#byPorts.values()) {
      if (sharesPorts(ports, bypasses.ports))
        first = Math.min(first, bypasses.first(to, holdsPath));
    }
    return this.#bypasses[first];
  }
}

function sharesPorts(a: readonly PortRange[], b: readonly PortRange[]): boolean {
  return a.some((range) => b.some((other) => portsIntersect(range, other)));
}

/** A bypass with its position among all. */
type Ordered = { readonly to: RuleDestination; readonly order: number };

/** Bypasses on the same ports. */
class OnPorts {
  readonly ports: readonly PortRange[];
  readonly #all: Ordered[] = [];
  #whole: AroundIndex | undefined;
  #paths: PathIndex | undefined;

  constructor(ports: readonly PortRange[]) {
    this.ports = ports;
  }

  add(to: RuleDestination, order: number): void {
    this.#all.push({ to, order });
  }

  /** The lowest order of a bypass around a destination. */
  first({ destination, path }: RuleDestination, holdsPath: boolean): number {
    if (!holdsPath) {
      this.#whole ??= indexOf(this.#all);
      return this.#whole.first(destination, true);
    }
    this.#paths ??= new PathIndex(this.#all);
    // An equal destination is only around this one if its path is. Other bypasses also include a part of the path.
    return Math.min(
      ...pathsAbove(path).map((above) => this.#paths?.at(above)?.first(destination, true) ?? none),
      this.#paths.below(path).first(destination, false),
    );
  }
}

/** Bypasses by path. Few paths are searched from above, so these indexes are made when they are needed. */
class PathIndex {
  readonly #at: ReadonlyMap<string, AroundIndex>;
  readonly #sorted: readonly Ordered[];
  readonly #below = new Map<string, AroundIndex>();

  constructor(all: readonly Ordered[]) {
    const lists = grouped(all, ({ to }) => to.path);
    this.#at = new Map([...lists].map(([path, list]) => [path, indexOf(list)]));
    this.#sorted = [...all].sort((a, b) => compareText(a.to.path, b.to.path));
  }

  at(path: string): AroundIndex | undefined {
    return this.#at.get(path);
  }

  /** The bypasses with a path that is longer than this one, and below it. */
  below(path: UrlPath): AroundIndex {
    return getOrAdd(this.#below, path, () => {
      const start = path === wholeHost ? path : `${path}/`;
      const from = firstAtLeast(this.#sorted, start, pathOf);
      // No character of a path sorts above this one.
      const end = firstAtLeast(this.#sorted, `${start}\u007f`, pathOf);
      return indexOf(this.#sorted.slice(from, end).sort((a, b) => a.order - b.order));
    });
  }
}

function pathOf({ to }: Ordered): string {
  return to.path;
}

function indexOf(bypasses: readonly Ordered[]): AroundIndex {
  const index = new AroundIndex();
  for (const { to, order } of bypasses) index.add(to.destination, order);
  return index;
}

/** A path and every path that covers it. */
function pathsAbove(path: UrlPath): string[] {
  if (path === wholeHost) return [path];
  const ends = [...path.matchAll(/\//g)].map(({ index }) => index).slice(1);
  return [wholeHost, ...ends.map((end) => path.slice(0, end)), path];
}
