import { getOrAdd } from '../maps.ts';
import { fixedParent, formatHost, type Host, type HostName, parentsOf } from './host.ts';
import { hostHolds } from './host-set.ts';

/** What may overlap a host, in four parts. */
export type NearHosts<Value> = {
  /** The value of exactly this host, if it has one. A pattern is one of `patterns`. */
  readonly same: readonly Value[];
  /** Names, then wildcards that overlap a pattern; all below a wildcard. In the order of their first mention. */
  readonly below: readonly Value[];
  /** Wildcards of parent domains, the nearest first. */
  readonly above: readonly Value[];
  /** Patterns with the same end; in the order of their first mention. */
  readonly patterns: readonly Value[];
};

type Listed<Value> = { readonly host: Host; readonly value: Value; readonly position: number };

/** Values by host, to find those of all hosts that overlap another one without a look at each host. */
export class HostIndex<Value> {
  readonly #names = new Map<string, Listed<Value>>();
  /** By their parent domain. */
  readonly #wildcards = new Map<string, Listed<Value>>();
  /** By the end that no wildcard touches, then by their text. */
  readonly #patterns = new Map<string, Map<string, Listed<Value>>>();
  /** All hosts by each parent domain of their fixed part; made for the first search that needs it. */
  #subtrees: ReadonlyMap<string, readonly Listed<Value>[]> | undefined;
  #count = 0;

  /** The value of exactly this host; a missing one is made, and kept. A value is never undefined. */
  getOrAdd(host: Host, make: () => Value): Value {
    const [map, key] = this.#homeOf(host);
    return getOrAdd(map, key, () => {
      this.#subtrees = undefined;
      this.#count += 1;
      return { host, value: make(), position: this.#count };
    }).value;
  }

  /** The values of all hosts that contain the name. */
  holding(name: HostName): NearHosts<Value> {
    const near = this.#nearName(name);
    if (near.patterns.length === 0) return near;
    const patterns = this.#patternsAt(parentsOf(name)).filter(({ host }) => hostHolds(host, name));
    return { ...near, patterns: valuesOf(patterns) };
  }

  /** The values of all hosts that contain every name of this one, and perhaps those of other patterns. */
  covering(host: Host): Value[] {
    const ends = endsOf(host);
    const own = host.kind === 'exact' ? plain(this.#names.get(host.name)) : [];
    // A wildcard has any number of labels, a pattern has not.
    const patterns = host.kind === 'subdomains' ? [] : this.#patternsAt(ends);
    return [...own, ...this.#wildcardsAt(ends).map(({ value }) => value), ...valuesOf(patterns)];
  }

  /** The values of all hosts that overlap this one. If a pattern is involved, there may be more: hosts with the same end. */
  near(host: Host): NearHosts<Value> {
    switch (host.kind) {
      case 'exact':
        return this.#nearName(host.name);
      case 'subdomains':
        return this.#nearWildcard(host.of);
      case 'pattern':
        return this.#nearPattern(fixedParent(host) ?? '');
    }
  }

  #nearName(name: HostName): NearHosts<Value> {
    const same = plain(this.#names.get(name));
    // Most lists have names only, and most names are asked for in vain.
    if (this.#wildcards.size + this.#patterns.size === 0)
      return same.length === 0 ? noHosts : { ...noHosts, same };
    const parents = parentsOf(name);
    const above = this.#wildcardsAt(parents).map(({ value }) => value);
    return { same, below: none, above, patterns: valuesOf(this.#patternsAt(parents)) };
  }

  #nearWildcard(of: string): NearHosts<Value> {
    const parents = parentsOf(of);
    const within = this.#within(of);
    const isPattern = ({ host }: Listed<Value>) => host.kind === 'pattern';
    return {
      same: plain(this.#wildcards.get(of)),
      below: within.filter((each) => !isPattern(each)).map(({ value }) => value),
      above: this.#wildcardsAt(parents).map(({ value }) => value),
      patterns: valuesOf([...this.#patternsAt([of, ...parents]), ...within.filter(isPattern)]),
    };
  }

  /** Names below the end of the pattern, wildcards above and below it, and patterns whose end is above or below it. */
  #nearPattern(end: string): NearHosts<Value> {
    const ends = [end, ...parentsOf(end)];
    const within = this.#within(end);
    const of = (kind: Host['kind']) => within.filter(({ host }) => host.kind === kind);
    const wildcards = [...of('subdomains'), ...this.#wildcardsAt(ends)];
    return {
      same: [],
      below: [...valuesOf(of('exact')), ...valuesOf(wildcards)],
      above: [],
      patterns: valuesOf([...this.#patternsAt(ends), ...of('pattern')]),
    };
  }

  /** Wildcards by their parent domains, in the order of these. */
  #wildcardsAt(parents: readonly string[]): Listed<Value>[] {
    if (this.#wildcards.size === 0) return [];
    return parents.flatMap((parent) => this.#wildcards.get(parent) ?? []);
  }

  #patternsAt(ends: readonly string[]): Listed<Value>[] {
    if (this.#patterns.size === 0) return [];
    return ends.flatMap((end) => [...(this.#patterns.get(end)?.values() ?? [])]);
  }

  #homeOf(host: Host): [Map<string, Listed<Value>>, string] {
    switch (host.kind) {
      case 'exact':
        return [this.#names, host.name];
      case 'subdomains':
        return [this.#wildcards, host.of];
      case 'pattern': {
        const alike = getOrAdd(this.#patterns, fixedParent(host) ?? '', () => new Map());
        return [alike, formatHost(host)];
      }
    }
  }

  /** All hosts whose fixed part is below this domain, in the order of their first mention. */
  #within(domain: string): readonly Listed<Value>[] {
    this.#subtrees ??= this.#grown();
    return this.#subtrees.get(domain) ?? [];
  }

  #grown(): ReadonlyMap<string, readonly Listed<Value>[]> {
    const subtrees = new Map<string, Listed<Value>[]>();
    const patterns = [...this.#patterns.values()].flatMap((alike) => [...alike.values()]);
    const all = [...this.#names.values(), ...this.#wildcards.values(), ...patterns];
    for (const each of all.sort((a, b) => a.position - b.position)) {
      for (const parent of parentsOf(fixedPart(each.host)))
        getOrAdd(subtrees, parent, () => []).push(each);
    }
    return subtrees;
  }
}

/** The part of a host without a wildcard. */
function fixedPart(host: Host): string {
  return host.kind === 'exact' ? host.name : (fixedParent(host) ?? '');
}

/** The parent domains of all names of a host, the nearest first. */
function endsOf(host: Host): string[] {
  const part = fixedPart(host);
  return host.kind === 'exact' ? parentsOf(part) : [part, ...parentsOf(part)];
}

const none: readonly never[] = [];

/** What is near a host that nothing overlaps. */
export const noHosts: NearHosts<never> = { same: none, below: none, above: none, patterns: none };

function plain<Value>(listed: Listed<Value> | undefined): readonly Value[] {
  return listed === undefined ? none : [listed.value];
}

/** The values in the order of their first mention. */
function valuesOf<Value>(listed: Listed<Value>[]): Value[] {
  return listed.sort((a, b) => a.position - b.position).map(({ value }) => value);
}
