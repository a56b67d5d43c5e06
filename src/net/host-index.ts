import { getOrAdd } from '../maps.ts';
import { fixedParent, formatHost, type Host, type HostName, parentsOf } from './host.ts';
import { hostHolds } from './host-set.ts';

/** What may overlap a host, in three parts. */
export type NearHosts<Value> = {
  /** The host itself, and for a wildcard all names and wildcards below it; in the order of their first mention. */
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

  /** The values of all hosts that contain the name: itself, wildcards from the nearest on, patterns. */
  holding(name: HostName): Value[] {
    const own = this.#names.get(name);
    const parents = parentsOf(name);
    const found = own === undefined ? [] : [own.value];
    for (const parent of parents) {
      const wildcard = this.#wildcards.get(parent);
      if (wildcard !== undefined) found.push(wildcard.value);
    }
    const patterns = this.#patternsAt(parents).filter(({ host }) => hostHolds(host, name));
    return [...found, ...valuesOf(patterns)];
  }

  /** The values of all hosts that overlap this one. If a pattern is involved, there may be more: hosts with the same end. */
  near(host: Host): NearHosts<Value> {
    if (host.kind === 'pattern') return this.#nearPattern(fixedParent(host) ?? '');
    const name = host.kind === 'exact' ? host.name : host.of;
    const own = (host.kind === 'exact' ? this.#names : this.#wildcards).get(name);
    const parents = parentsOf(name);
    const within = host.kind === 'exact' ? [] : (this.#belowOf().get(name) ?? []);
    const isPlain = (each: Listed<Value>) => each.host.kind !== 'pattern';
    const ends = host.kind === 'exact' ? parents : [name, ...parents];
    const patterns = [...this.#patternsAt(ends), ...within.filter((each) => !isPlain(each))];
    return {
      below: valuesOf([...(own === undefined ? [] : [own]), ...within.filter(isPlain)]),
      above: parents.flatMap((parent) => this.#wildcards.get(parent)?.value ?? []),
      patterns: valuesOf(patterns),
    };
  }

  /** Names below the end of the pattern, wildcards above and below it, and patterns whose end is above or below it. */
  #nearPattern(end: string): NearHosts<Value> {
    const parents = parentsOf(end);
    const within = this.#belowOf().get(end) ?? [];
    const own = this.#wildcards.get(end);
    const above = [
      ...(own === undefined ? [] : [own]),
      ...parents.flatMap((parent) => this.#wildcards.get(parent) ?? []),
    ];
    const of = (kind: Host['kind']) => within.filter(({ host }) => host.kind === kind);
    return {
      below: [...valuesOf(of('exact')), ...valuesOf([...of('subdomains'), ...above])],
      above: [],
      patterns: valuesOf([...this.#patternsAt([end, ...parents]), ...of('pattern')]),
    };
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

  #belowOf(): ReadonlyMap<string, readonly Listed<Value>[]> {
    this.#subtrees ??= this.#grown();
    return this.#subtrees;
  }

  #grown(): ReadonlyMap<string, readonly Listed<Value>[]> {
    const subtrees = new Map<string, Listed<Value>[]>();
    const patterns = [...this.#patterns.values()].flatMap((alike) => [...alike.values()]);
    const all = [...this.#names.values(), ...this.#wildcards.values(), ...patterns];
    for (const each of all.sort((a, b) => a.position - b.position)) {
      const { host } = each;
      const name = host.kind === 'exact' ? host.name : (fixedParent(host) ?? '');
      for (const parent of parentsOf(name)) getOrAdd(subtrees, parent, () => []).push(each);
    }
    return subtrees;
  }
}

/** The values in the order of their first mention. */
function valuesOf<Value>(listed: Listed<Value>[]): Value[] {
  return listed.sort((a, b) => a.position - b.position).map(({ value }) => value);
}
