import { getOrAdd } from '../../../maps.ts';
import { anyExcept, type Destination } from '../../../net/destination.ts';
import {
  mergeNetworks,
  type Network,
  networkCovers,
  subtractNetworks,
} from '../../../net/network.ts';
import { everyPort } from '../../../net/port.ts';
import type { SavedRule } from './dumps.ts';
import { type Fate, returning, staying, stopped } from './fate.ts';
import { type Joined, joined } from './joined.ts';
import {
  condensed,
  isAlike,
  isEveryPort,
  isOnlyByAddress,
  meet,
  type Packets,
  uncovered,
  without,
} from './packets.ts';
import { isPassing, type Meaning, meaningIn } from './rule.ts';
import type { Accepted, Ground, Walked } from './walked.ts';

/** Chains may jump to one another in more ways than a report can follow. */
export class TooManyPaths extends Error {}

// Real rule sets pass each rule once or twice.
const passesForEachRule = 16;

// To compare a list of so many networks takes as long as a rule does.
const networksForEachPass = 64;

/** Follows packets of the clients through a built-in chain, in the order of its rules. */
export function walk(ground: Ground, builtIn: string): Walked {
  return new Walk(ground).run(builtIn);
}

class Walk {
  readonly #ground: Ground;
  readonly #meanings = new Map<SavedRule, Meaning>();
  readonly #chains = new Map<string, readonly Joined[]>();
  readonly #accepted: Accepted[] = [];
  readonly #denying = new Set<SavedRule>();
  readonly #otherProtocols = new Set<SavedRule>();
  readonly #unknown = new Set<SavedRule>();
  /** What the site's own guards deny; the merged list is kept until the next one. */
  #guards: Network[] = [];
  #merged: Network[] | undefined;
  #left: number;

  constructor(ground: Ground) {
    this.#ground = ground;
    const count = [...ground.table.rules.values()].reduce((sum, rules) => sum + rules.length, 0);
    this.#left = 1000 + passesForEachRule * count;
  }

  run(builtIn: string): Walked {
    const { table, clients, networks } = this.#ground;
    const start = {
      other: undefined,
      set: undefined,
      ports: everyPort,
      conditional: false,
      denied: [],
      aimed: false,
    };
    const left = this.#chain(builtIn, { ...start, clients, networks }, 0);
    const policy = table.chains.get(builtIn);
    const rule = { chain: builtIn, text: `:${builtIn} ACCEPT`, line: policy?.line ?? table.line };
    if (policy?.policy === 'ACCEPT') for (const packets of left) this.#accept(rule, packets);
    return {
      accepted: this.#accepted,
      denying: [...this.#denying],
      otherProtocols: [...this.#otherProtocols],
      unknown: [...this.#unknown],
    };
  }

  /** The packets that leave the chain at its end, or by a RETURN. */
  #chain(name: string, packets: Packets, depth: number): readonly Packets[] {
    if (depth > 64) throw new TooManyPaths();
    const { table } = this.#ground;
    const rules = getOrAdd(this.#chains, name, () => joined(table.rules.get(name) ?? [], table));
    return this.#rules({ rules, start: 0, depth }, packets);
  }

  /** The same from one rule of a chain on. */
  #rules({ rules, start, depth }: Position, packets: Packets): readonly Packets[] {
    const leaving: Packets[] = [];
    let rest = packets;
    for (let at = start; at < rules.length && rest.clients.length > 0; at += 1) {
      this.#spend(rest);
      const step = this.#step(rules[at], rest, depth);
      if (step === undefined) continue;
      rest = step.rest;
      const next = { rules, start: at + 1, depth };
      const apart = step.apart.flatMap((each) => this.#rules(next, uncovered(each, rest)));
      for (const each of [...step.away, ...apart]) leaving.push(each);
    }
    return condensed([...leaving, rest], packets);
  }

  #spend({ networks = [] }: Packets): void {
    this.#left -= 1 + networks.length / networksForEachPass;
    if (this.#left < 0) throw new TooManyPaths();
  }

  /** What one rule does with packets: the rest that goes on, what leaves the chain, and what goes on by itself. */
  #step(joint: Joined | undefined, packets: Packets, depth: number): Step | undefined {
    const meaning = this.#meaningOf(joint);
    const met = meaning && meet(packets, meaning);
    if (meaning === undefined || meaning.passive || met === undefined) return undefined;
    const fate = this.#fate(meaning, met, depth);
    const isWhole = isOnlyByAddress(meaning, packets);
    const rest = isWhole ? after(packets, meaning, fate) : packets;
    return { rest, away: fate.away, apart: fate.apart };
  }

  #meaningOf(joint: Joined | undefined): Meaning | undefined {
    if (joint === undefined) return undefined;
    const { rule, sources } = joint;
    const own = getOrAdd(this.#meanings, rule, () => meaningIn(rule, this.#ground.table));
    return sources === undefined ? own : { ...own, sources };
  }

  /** What becomes of the packets that match a rule. */
  #fate(meaning: Meaning, met: Packets, depth: number): Fate {
    const { rule, action } = meaning;
    switch (action.kind) {
      case 'accept':
        this.#accept(rule, met);
        if (met.other !== undefined) this.#otherProtocols.add(rule);
        return this.#isForeign(rule) && !this.#ground.isInward ? staying : stopped(met);
      case 'deny':
        return this.#deny(meaning, met);
      case 'return':
        return returning(met, [met]);
      case 'jump':
      case 'goto':
        return this.#jump(meaning, action, met, depth);
      case 'continue':
        return staying;
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
      if (this.#isForeign(rule) && !isPassing(chain)) this.#unknown.add(rule);
      return staying;
    }
    const left = this.#chain(chain, met, depth + 1);
    // In an additive site, the rules after the site's own belong to other tools.
    if (chain === entry && !isOwn(rule.chain) && additive) return stopped(met);
    if (kind === 'goto') return returning(met, left);
    const main = left.find((each) => isAlike(each, met));
    return {
      leaves: subtractNetworks(met.clients, main?.clients ?? []),
      denied: main?.denied ?? [],
      away: [],
      apart: left.filter((each) => each !== main),
    };
  }

  #accept(rule: SavedRule, packets: Packets): void {
    const foreign = this.#isForeign(rule);
    const clients = foreign ? subtractNetworks(packets.clients, packets.denied) : packets.clients;
    if (clients.length === 0 || packets.ports.length === 0) return;
    const { ports, conditional, aimed, set, networks } = packets;
    // A set of the site says more than the networks of a rule before; of another set, the contents are not known.
    const isSet = set !== undefined && (networks === undefined || !foreign);
    const to = isSet ? { set } : { destinations: this.#destinations(packets, foreign) };
    this.#accepted.push({ rule, clients, ports, to, conditional, aimed, foreign });
  }

  #destinations({ networks }: Packets, foreign: boolean): Destination[] {
    this.#merged ??= mergeNetworks(this.#guards);
    const guards = foreign ? [] : this.#merged;
    if (networks === undefined) return [anyExcept(guards)];
    return subtractNetworks(networks, guards).map((network) => ({ kind: 'network', network }));
  }

  /** A foreign rule that denies hides no rule of the site after it: its access would be missing as well. */
  #deny({ rule, isForTracked }: Meaning, met: Packets): Fate {
    if (!this.#isForeign(rule) || this.#ground.isInward) {
      if (met.networks !== undefined && isEveryPort(met.ports) && !met.conditional)
        this.#guard(met);
      return stopped(met);
    }
    this.#denying.add(rule);
    return isForTracked ? staying : { ...staying, denied: met.clients };
  }

  #guard({ networks = [], clients }: Packets): void {
    const all = this.#ground.clients;
    if (!all.every((client) => clients.some((each) => networkCovers(each, client)))) return;
    for (const network of networks) this.#guards.push(network);
    this.#merged = undefined;
  }

  #isForeign({ chain }: SavedRule): boolean {
    return !this.#ground.isOwn(chain);
  }
}

type Step = Pick<Fate, 'away' | 'apart'> & { readonly rest: Packets };

/** A rule of a chain, by its index. */
type Position = {
  readonly rules: readonly Joined[];
  readonly start: number;
  readonly depth: number;
};

/** The packets that go on behind a rule that matches all of them by their addresses. */
function after(
  packets: Packets,
  meaning: Meaning,
  { leaves, denied }: Pick<Fate, 'leaves' | 'denied'>,
): Packets {
  const { networks } = packets;
  const { destinations } = meaning;
  const isPartly = networks && destinations && subtractNetworks(networks, destinations).length > 0;
  const known = isPartly ? packets.denied : mergeNetworks([...packets.denied, ...denied]);
  return without({ ...packets, denied: known }, meaning, leaves);
}
