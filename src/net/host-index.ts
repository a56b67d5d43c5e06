import { getOrAdd } from '../maps.ts';
import { fixedParent, formatHost, type Host, type HostName, parentsOf } from './host.ts';
import { hostHolds } from './host-set.ts';
import { PatternIndex } from './pattern-index.ts';

/** What may overlap a host, in four parts. */
export type NearHosts<Value> = {
  /** The value of exactly this host, if it has one. A pattern is one of `patterns`. */
  readonly same: readonly Value[];
  /** Names, then wildcards that overlap a pattern; all below a wildcard. In the order of their first mention. */
  readonly below: readonly Value[];
  /** Wildcards of parent domains, the nearest first. */
  readonly above: readonly Value[];
  /** Patterns with a similar text; in the order of their first mention. */
  readonly patterns: readonly Value[];
};

type Listed<Value> = { readonly host: Host; readonly value: Value; readonly position: number };

type Plain<Value> = Readonly<Record<'names' | 'wildcards', PatternIndex<Listed<Value>>>>;

/** Values by host, to find those of all hosts that overlap another one without a look at each host. */
export class HostIndex<Value> {
  readonly #names = new Map<string, Listed<Value>>();
  /** By their parent domain. */
  readonly #wildcards = new Map<string, Listed<Value>>();
  /** By their text. */
  readonly #patterns = new Map<string, Listed<Value>>();
  /** Patterns by their text, and by each end that could be the parent domain of a wildcard. */
  readonly #byText = new PatternIndex<Listed<Value>>();
  readonly #byEnd = new PatternIndex<Listed<Value>>();
  /** Names, and wildcards by their parent domain; made for the first search of a pattern. */
  #plain: Plain<Value> | undefined;
  /** Names and wildcards by each of their parent domains; made for the first search that needs it. */
  #subtrees: ReadonlyMap<string, readonly Listed<Value>[]> | undefined;
  #count = 0;

  /** The value of exactly this host; a missing one is made, and kept. A value is never undefined. */
  getOrAdd(host: Host, make: () => Value): Value {
    const [map, key] = this.#homeOf(host);
    return getOrAdd(map, key, () => {
      this.#subtrees = undefined;
      this.#plain = undefined;
      this.#count += 1;
      const listed = { host, value: make(), position: this.#count };
      if (host.kind === 'pattern') this.#addPattern(key, host.labels, listed);
      return listed;
    }).value;
  }

  /** The value of exactly this host, if it has one. */
  find(host: Host): Value | undefined {
    const [map, key] = this.#homeOf(host);
    return map.get(key)?.value;
  }

  /** The values of all hosts that contain the name. */
  holding(name: HostName): NearHosts<Value> {
    const near = this.#nearName(name);
    if (near.patterns.length === 0) return near;
    const patterns = this.#byText.near(name).filter(({ host }) => hostHolds(host, name));
    return { ...near, patterns: valuesOf(patterns) };
  }

  /** The values of all hosts that contain every name of this one, and perhaps those of other patterns. */
  covering(host: Host): Value[] {
    const ends = endsOf(host);
    const own = host.kind === 'exact' ? plain(this.#names.get(host.name)) : [];
    // A wildcard has any number of labels, a pattern has not.
    const patterns =
      host.kind === 'subdomains' || this.#patterns.size === 0
        ? []
        : [...this.#byText.covering(formatHost(host))];
    return [...own, ...this.#wildcardsAt(ends).map(({ value }) => value), ...valuesOf(patterns)];
  }

  /** The values of all hosts that overlap this one. If a pattern is involved, there may be more, with a similar text. */
  near(host: Host): NearHosts<Value> {
    switch (host.kind) {
      case 'exact':
        return this.#nearName(host.name);
      case 'subdomains':
        return this.#nearWildcard(host.of);
      case 'pattern':
        return this.#nearPattern(host.labels);
    }
  }

  #nearName(name: HostName): NearHosts<Value> {
    const same = plain(this.#names.get(name));
    // Most lists have names only, and most names are asked for in vain.
    if (this.#wildcards.size + this.#patterns.size === 0)
      return same.length === 0 ? noHosts : { ...noHosts, same };
    const parents = parentsOf(name);
    const listed = this.#wildcardsAt(parents);
    if (same.length + listed.length + this.#patterns.size === 0) return noHosts;
    const above = listed.map(({ value }) => value);
    return { same, below: none, above, patterns: valuesOf(this.#patternsNear(name)) };
  }

  #nearWildcard(of: string): NearHosts<Value> {
    return {
      same: plain(this.#wildcards.get(of)),
      below: this.#within(of).map(({ value }) => value),
      above: this.#wildcardsAt(parentsOf(of)).map(({ value }) => value),
      patterns: valuesOf([...this.#byEnd.near(of)]),
    };
  }

  #nearPattern(labels: readonly string[]): NearHosts<Value> {
    this.#plain ??= this.#indexedPlain();
    const { names, wildcards } = this.#plain;
    const text = labels.join('.');
    return {
      same: [],
      below: [
        ...valuesOf([...names.near(text)]),
        ...valuesOf(lowerEnds(labels).flatMap((end) => wildcards.near(end))),
      ],
      above: [],
      patterns: valuesOf(this.#patternsNear(text)),
    };
  }

  #addPattern(text: string, labels: readonly string[], listed: Listed<Value>): void {
    this.#byText.add(text, listed);
    for (const end of lowerEnds(labels)) this.#byEnd.add(end, listed);
  }

  #indexedPlain(): Plain<Value> {
    const plain = {
      names: new PatternIndex<Listed<Value>>(),
      wildcards: new PatternIndex<Listed<Value>>(),
    };
    for (const [name, listed] of this.#names) plain.names.add(name, listed);
    for (const [of, listed] of this.#wildcards) plain.wildcards.add(of, listed);
    return plain;
  }

  /** Wildcards by their parent domains, in the order of these. */
  #wildcardsAt(parents: readonly string[]): Listed<Value>[] {
    const found: Listed<Value>[] = [];
    if (this.#wildcards.size === 0) return found;
    for (const parent of parents) {
      const listed = this.#wildcards.get(parent);
      if (listed !== undefined) found.push(listed);
    }
    return found;
  }

  #patternsNear(text: string): Listed<Value>[] {
    return this.#patterns.size === 0 ? [] : [...this.#byText.near(text)];
  }

  #homeOf(host: Host): [Map<string, Listed<Value>>, string] {
    switch (host.kind) {
      case 'exact':
        return [this.#names, host.name];
      case 'subdomains':
        return [this.#wildcards, host.of];
      case 'pattern':
        return [this.#patterns, formatHost(host)];
    }
  }

  /** The names and wildcards below this domain, in the order of their first mention. */
  #within(domain: string): readonly Listed<Value>[] {
    this.#subtrees ??= this.#grown();
    return this.#subtrees.get(domain) ?? [];
  }

  #grown(): ReadonlyMap<string, readonly Listed<Value>[]> {
    const subtrees = new Map<string, Listed<Value>[]>();
    const all = [...this.#names.values(), ...this.#wildcards.values()];
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

/** The last labels of a pattern, in every number but all: wildcards below one of them may overlap the pattern. */
function lowerEnds(labels: readonly string[]): string[] {
  return labels.slice(1).map((_, index) => labels.slice(index + 1).join('.'));
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
