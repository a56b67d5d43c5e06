import { getOrAdd } from '../../../maps.ts';
import { anyExcept, type Destination } from '../../../net/destination.ts';
import {
  intersectNetworks,
  mergeNetworks,
  type Network,
  networkCovers,
  subtractNetworks,
} from '../../../net/network.ts';
import { everyPort, type PortRange } from '../../../net/port.ts';
import type { SavedRule, SavedTable } from './dumps.ts';
import { joined } from './joined.ts';
import { isEveryPort, isOnlyBySource, meet, type Packets } from './packets.ts';
import { type Meaning, meaningOf } from './rule.ts';

/** Access by one rule: to a set, or to destinations. */
export type Accepted = {
  readonly rule: SavedRule;
  readonly clients: readonly Network[];
  readonly ports: readonly PortRange[];
  readonly to: { readonly set: string } | { readonly destinations: readonly Destination[] };
  readonly conditional: boolean;
  /** Is it a rule of another tool, or the policy of the chain? */
  readonly foreign: boolean;
};

/** What the walk found. */
export type Walked = {
  readonly accepted: readonly Accepted[];
  /** Foreign rules that deny something before the rules of the site. */
  readonly denying: readonly SavedRule[];
  /** Foreign rules that accept a protocol that no spec can name. */
  readonly otherProtocols: readonly SavedRule[];
  /** Foreign rules whose target is not known. */
  readonly unknown: readonly SavedRule[];
  /** Foreign rules that accept connections to the clients before the rules of the site. */
  readonly inward: readonly SavedRule[];
};

/** What the walk knows of the site. */
export type Ground = {
  readonly table: SavedTable;
  readonly clients: readonly Network[];
  /** The chain of the site that the clients' packets go through, and its end in the same table. */
  readonly entry: string;
  /** The chain for packets to the clients, if the built-in chain has one. */
  readonly inward: string | undefined;
  readonly isOwn: (chain: string) => boolean;
  /** Does what comes after the site's chains belong to other tools? */
  readonly additive: boolean;
};

/** Chains may jump to one another in more ways than a report can follow. */
export class TooManyPaths extends Error {}

// Real rule sets pass each rule once or twice.
const passesForEachRule = 16;

/** Follows packets of the clients through a built-in chain, in the order of its rules. */
export function walk(ground: Ground, builtIn: string): Walked {
  return new Walk(ground).run(builtIn);
}

class Walk {
  readonly #ground: Ground;
  readonly #meanings = new Map<SavedRule, Meaning>();
  readonly #accepted: Accepted[] = [];
  readonly #denying = new Set<SavedRule>();
  readonly #otherProtocols = new Set<SavedRule>();
  readonly #unknown = new Set<SavedRule>();
  readonly #inward = new Set<SavedRule>();
  /** Clients whose packets a foreign rule denies before all others. */
  #denied: Network[] = [];
  /** What the site's own guards deny; the merged list is kept until the next one. */
  #guards: Network[] = [];
  #merged: Network[] | undefined;
  #left: number;
  #inwardDecided = false;

  constructor(ground: Ground) {
    this.#ground = ground;
    const count = [...ground.table.rules.values()].reduce((sum, rules) => sum + rules.length, 0);
    this.#left = 1000 + passesForEachRule * count;
  }

  run(builtIn: string): Walked {
    const { table, clients } = this.#ground;
    const packets = { clients, networks: undefined, set: undefined, ports: everyPort };
    const left = this.#chain(builtIn, { ...packets, conditional: false }, 0);
    const policy = table.chains.get(builtIn);
    if (policy?.policy === 'ACCEPT' && left.length > 0) {
      const rule = { chain: builtIn, text: `:${builtIn} ACCEPT`, line: policy.line };
      this.#accept(rule, { ...packets, clients: left, conditional: false });
    }
    return {
      accepted: this.#accepted,
      denying: [...this.#denying],
      otherProtocols: [...this.#otherProtocols],
      unknown: [...this.#unknown],
      inward: [...this.#inward],
    };
  }

  /** The clients whose packets leave the chain at its end, or by a RETURN. */
  #chain(name: string, packets: Packets, depth: number): readonly Network[] {
    if (depth > 64) throw new TooManyPaths();
    const { table } = this.#ground;
    let { clients } = packets;
    let returned: readonly Network[] = [];
    for (const { rule, sources } of joined(this.#rulesOf(name), table)) {
      this.#left -= 1;
      if (this.#left < 0) throw new TooManyPaths();
      if (clients.length === 0) break;
      const own = meaningAt(this.#meanings, rule, table);
      const meaning = sources === undefined ? own : { ...own, sources };
      this.#noteInward(meaning);
      const met = meet({ ...packets, clients }, meaning);
      if (meaning.passive || met === undefined) continue;
      const fate = this.#fate(meaning, met, depth);
      if (!isOnlyBySource(meaning)) continue;
      clients = subtractNetworks(clients, fate.leaves);
      returned = mergeNetworks([...returned, ...fate.returns]);
    }
    return mergeNetworks([...clients, ...returned]);
  }

  #rulesOf(chain: string): readonly SavedRule[] {
    return this.#ground.table.rules.get(chain) ?? [];
  }

  /** The clients whose packets do not go on to the next rule, and those of them that return to the caller. */
  #fate(meaning: Meaning, met: Packets, depth: number): Fate {
    const { rule, action } = meaning;
    switch (action.kind) {
      case 'accept':
        this.#accept(rule, met);
        if (meaning.otherProtocol !== undefined) this.#otherProtocols.add(rule);
        return this.#isForeign(rule) ? goesOn : ended(met);
      case 'deny':
        return this.#deny(rule, met);
      case 'return':
        return { leaves: met.clients, returns: met.clients };
      case 'jump':
      case 'goto':
        return this.#jump(meaning, action, met, depth);
      case 'unknown':
      case 'continue':
        return goesOn;
    }
  }

  #jump(
    { rule }: Meaning,
    { kind, chain }: { readonly kind: 'jump' | 'goto'; readonly chain: string },
    met: Packets,
    depth: number,
  ): Fate {
    const { table, entry, additive, isOwn } = this.#ground;
    if (!table.chains.has(chain)) {
      if (this.#isForeign(rule)) this.#unknown.add(rule);
      return goesOn;
    }
    const left = this.#chain(chain, met, depth + 1);
    const gone = subtractNetworks(met.clients, left);
    // In an additive site, the rules after the site's own belong to other tools.
    if (chain === entry && !isOwn(rule.chain) && additive) return ended(met);
    if (kind === 'jump') return { leaves: gone, returns: [] };
    return { leaves: met.clients, returns: left };
  }

  #accept(rule: SavedRule, packets: Packets): void {
    const foreign = this.#isForeign(rule);
    const clients = foreign ? subtractNetworks(packets.clients, this.#denied) : packets.clients;
    if (clients.length === 0 || packets.ports.length === 0) return;
    const { ports, conditional, set } = packets;
    const to = set === undefined ? { destinations: this.#destinations(packets, foreign) } : { set };
    this.#accepted.push({ rule, clients, ports, to, conditional, foreign });
  }

  #destinations({ networks }: Packets, foreign: boolean): Destination[] {
    this.#merged ??= mergeNetworks(this.#guards);
    const guards = foreign ? [] : this.#merged;
    if (networks === undefined) return [anyExcept(guards)];
    return subtractNetworks(networks, guards).map((network) => ({ kind: 'network', network }));
  }

  #deny(rule: SavedRule, met: Packets): Fate {
    const isWhole = met.networks === undefined && met.set === undefined && isEveryPort(met.ports);
    if (!this.#isForeign(rule)) {
      if (met.networks !== undefined && isEveryPort(met.ports) && !met.conditional)
        this.#guard(met);
      return isWhole && !met.conditional ? ended(met) : goesOn;
    }
    this.#denying.add(rule);
    if (isWhole && !met.conditional)
      this.#denied = mergeNetworks([...this.#denied, ...met.clients]);
    return goesOn;
  }

  #guard({ networks = [], clients }: Packets): void {
    const all = this.#ground.clients;
    if (!all.every((client) => clients.some((each) => networkCovers(each, client)))) return;
    for (const network of networks) this.#guards.push(network);
    this.#merged = undefined;
  }

  /** A rule that accepts connections from outside, before the site's own chain for packets to the clients. */
  #noteInward({ rule, action, passive, sources, destinations }: Meaning): void {
    const { inward, clients } = this.#ground;
    if (inward === undefined || this.#inwardDecided || !this.#isForeign(rule)) return;
    if (action.kind === 'jump' && action.chain === inward) this.#inwardDecided = true;
    if (action.kind !== 'accept' || passive || destinations === undefined) return;
    const fromOthers = sources === undefined || subtractNetworks(sources, clients).length > 0;
    if (fromOthers && intersectNetworks(destinations, clients).length > 0) this.#inward.add(rule);
  }

  #isForeign({ chain }: SavedRule): boolean {
    return !this.#ground.isOwn(chain);
  }
}

type Fate = { readonly leaves: readonly Network[]; readonly returns: readonly Network[] };

const goesOn: Fate = { leaves: [], returns: [] };

function ended({ clients }: Packets): Fate {
  return { leaves: clients, returns: [] };
}

function meaningAt(known: Map<SavedRule, Meaning>, rule: SavedRule, table: SavedTable): Meaning {
  return getOrAdd(known, rule, () => meaningOf(rule, table.family));
}
