import type { Family } from '../../../net/address.ts';
import { anyExcept, type Destination } from '../../../net/destination.ts';
import {
  intersectNetworks,
  mergeNetworks,
  type Network,
  networkCovers,
  subtractNetworks,
} from '../../../net/network.ts';
import { type UrlPath, wholeHost } from '../../../net/path.ts';
import { comparePortRanges, everyPort, mergePorts, type PortRange } from '../../../net/port.ts';
import type { LiveStatement } from '../../device.ts';
import type { Access, OutputPlace } from '../../reading.ts';
import { about } from './live-statement.ts';

/** A destination of a rule, with its path if the device compares paths. */
export type LiveDestination = { readonly destination: Destination; readonly path?: UrlPath };

/** A rule of a device on which the first rule that matches decides, with the contents of its lists. */
export type LiveRule = {
  readonly at: OutputPlace;
  readonly text: string;
  readonly isOwn: boolean;
  /** `continue`: it decides nothing. */
  readonly action: 'allow' | 'deny' | 'continue';
  /** Undefined means any. */
  readonly sources: readonly Network[] | undefined;
  readonly families: readonly Family[];
  readonly to: readonly LiveDestination[];
  readonly ports: readonly PortRange[];
  /** The zones that packets leave to. Undefined means any. */
  readonly zones?: readonly string[] | undefined;
  /** Does it also have conditions that are not compared? They count as met if it allows, and as not met if it denies. */
  readonly conditional: boolean;
  /** Does it match a protocol that no spec can name? */
  readonly otherProtocol: boolean;
  /** Does it pass packets that no rule is asked about? */
  readonly isUnasked?: boolean;
};

/** What is known of the site whose rules are among the others. */
export type LiveGround = {
  /** The clients of the site in its files. */
  readonly clients: readonly Network[];
  /** Does the site deny everything else? If not, other rules are not the site's concern. */
  readonly closed: boolean;
};

/** What the rules say to the clients of the site. */
export type LiveWalk = {
  readonly access: readonly Access[];
  readonly differences: readonly LiveStatement[];
  readonly notes: readonly LiveStatement[];
};

/**
 * Follows packets of the clients through the rules in their order. A condition that is not known counts as met in a rule
 * that allows, and as not met in one that denies: a rule that may not deny hides none after it.
 */
export function walkRules(rules: readonly LiveRule[], ground: LiveGround): LiveWalk {
  return new Walk(rules, ground).run(rules);
}

class Walk {
  readonly #ground: LiveGround;
  readonly #access: Access[] = [];
  readonly #differences: LiveStatement[] = [];
  readonly #notes: LiveStatement[] = [];
  readonly #lastOwn: number;
  /** The clients whose packets no rule of the site has denied. */
  #left: readonly Network[];
  /**
   * The clients whose packets a foreign rule denies, so that no foreign rule after it allows them: by the zone that
   * packets leave to, and for undefined to all zones.
   */
  readonly #denied = new Map<string | undefined, readonly Network[]>();
  /** The networks that the site's guard denies to the rules after it. */
  #guards: readonly Network[] = [];
  /** The clients of the last list of sources: most rules of a site have the same list. */
  #last: { readonly sources: readonly Network[]; readonly clients: readonly Network[] } | undefined;

  constructor(rules: readonly LiveRule[], ground: LiveGround) {
    this.#ground = ground;
    this.#lastOwn = rules.findLastIndex(({ isOwn }) => isOwn);
    const lists = new Set(rules.map(({ isOwn, sources }) => (isOwn ? sources : undefined)));
    this.#left = mergeNetworks([...ground.clients, ...[...lists].flatMap((list) => list ?? [])]);
  }

  run(rules: readonly LiveRule[]): LiveWalk {
    for (const [index, rule] of rules.entries()) {
      if (rule.isOwn || this.#ground.closed || index < this.#lastOwn)
        this.#decide(rule, index < this.#lastOwn);
    }
    return { access: this.#access, differences: this.#differences, notes: this.#notes };
  }

  #decide(rule: LiveRule, isBefore: boolean): void {
    const { action, isOwn } = rule;
    const clients = this.#clientsOf(rule);
    if (clients.length === 0 || action === 'continue') return;
    if (action === 'allow') this.#allow(rule, clients);
    else if (isOwn) this.#deny(rule, clients);
    else this.#denyBefore(rule, clients, isBefore);
  }

  #clientsOf({ sources, families, isOwn }: LiveRule): readonly Network[] {
    const matched = sources === undefined ? this.#left : this.#matched(sources);
    const met = isOwn ? matched : intersectNetworks(matched, this.#ground.clients);
    return met.filter(({ family }) => families.includes(family));
  }

  #matched(sources: readonly Network[]): readonly Network[] {
    if (this.#last?.sources !== sources)
      this.#last = { sources, clients: intersectNetworks(this.#left, sources) };
    return this.#last.clients;
  }

  #allow(rule: LiveRule, clients: readonly Network[]): void {
    const { isOwn, conditional, otherProtocol, isUnasked = false } = rule;
    if (!isOwn && !this.#ground.closed) {
      this.#notes.push(about(rule, 'this rule allows before the rules of the site'));
      return;
    }
    const allowed = isOwn ? clients : subtractNetworks(clients, this.#deniedTo(rule.zones));
    if (allowed.length === 0) return;
    if (isUnasked)
      this.#differences.push(about(rule, 'this passes packets that no rule is asked about'));
    if (otherProtocol)
      this.#differences.push(about(rule, 'this rule allows a protocol that no spec can allow'));
    if (conditional) this.#notes.push(about(rule, notCompared));
    for (const to of rule.to.flatMap((each) => this.#unguarded(each)))
      for (const ports of rule.ports) this.#open(rule, to, ports, allowed);
  }

  #open(
    { at }: LiveRule,
    { destination, path = wholeHost }: LiveDestination,
    ports: PortRange,
    allowed: readonly Network[],
  ): void {
    const clients =
      destination.kind === 'network'
        ? allowed.filter(({ family }) => family === destination.network.family)
        : allowed;
    if (clients.length === 0) return;
    this.#access.push({ destination, path, ports, clients, at });
  }

  /** A destination without the networks that the guard denies; a name stays, since the guard matches addresses. */
  #unguarded(to: LiveDestination): LiveDestination[] {
    const { destination, path } = to;
    const rest = (kept: Destination) => ({ destination: kept, ...(path && { path }) });
    if (this.#guards.length === 0) return [to];
    if (destination.kind === 'any') return [rest(anyExcept(this.#guards))];
    if (destination.kind !== 'network') return [to];
    return subtractNetworks([destination.network], this.#guards).map((network) =>
      rest({ kind: 'network', network }),
    );
  }

  /** A rule of the site that denies: everything, or the inner networks. */
  #deny(rule: LiveRule, clients: readonly Network[]): void {
    if (rule.conditional || !isEveryPort(rule.ports)) return;
    if (rule.to.some(isAnywhere)) {
      this.#left = subtractNetworks(this.#left, clients);
      this.#last = undefined;
      return;
    }
    const isForAll = this.#ground.clients.every((client) =>
      clients.some((each) => networkCovers(each, client)),
    );
    const networks = rule.to.flatMap(({ destination }) =>
      destination.kind === 'network' ? [destination.network] : [],
    );
    if (isForAll) this.#guards = mergeNetworks([...this.#guards, ...networks]);
  }

  /** The clients whose packets are denied to all of these zones. */
  #deniedTo(zones: LiveRule['zones']): readonly Network[] {
    const toAll = this.#denied.get(undefined) ?? [];
    if (zones === undefined) return toAll;
    const [first = toAll, ...others] = zones.map((zone) =>
      mergeNetworks([...toAll, ...(this.#denied.get(zone) ?? [])]),
    );
    return others.reduce((denied, other) => intersectNetworks(denied, other), first);
  }

  #denyBefore(rule: LiveRule, clients: readonly Network[], isBefore: boolean): void {
    if (isBefore) this.#notes.push(about(rule, 'this rule denies before the rules of the site'));
    if (rule.conditional || !isEveryPort(rule.ports) || !rule.to.some(isAnywhere)) return;
    for (const zone of rule.zones ?? [undefined])
      this.#denied.set(zone, mergeNetworks([...(this.#denied.get(zone) ?? []), ...clients]));
  }
}

const notCompared = 'not all conditions of this rule are compared: it counts as if they were met';

function isAnywhere({ destination }: LiveDestination): boolean {
  return destination.kind === 'any' && destination.except === undefined;
}

function isEveryPort(ports: readonly PortRange[]): boolean {
  if (ports === everyPort) return true;
  const [merged, every] = [mergePorts(ports), mergePorts(everyPort)];
  return (
    merged.length === every.length &&
    every.every((range, index) => comparePortRanges(range, merged[index] ?? range) === 0)
  );
}
