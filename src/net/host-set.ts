import { compareHosts, formatHost, type Host, type HostName } from './host.ts';
import { sortedUnique } from './order.ts';

/** All hosts of `base` that no member of `except` holds. */
export type HostRegion = { readonly base: Host; readonly except: readonly Host[] };

/** Does `outer` hold every name that `inner` holds? */
export function hostCovers(outer: Host, inner: Host): boolean {
  if (outer.kind === 'exact') return inner.kind === 'exact' && inner.name === outer.name;
  if (outer.kind === 'subdomains' && inner.kind !== 'pattern') {
    return inner.kind === 'exact' ? isBelow(inner.name, outer.of) : isAtOrBelow(inner.of, outer.of);
  }
  if (outer.kind === 'pattern' && inner.kind === 'exact')
    return expressionOf(outer).test(inner.name);
  return witness({ base: inner, except: [outer] }) === undefined;
}

/** Is there a name that both hold? Of hosts without a pattern, one holds the other or they have nothing in common. */
export function hostsIntersect(a: Host, b: Host): boolean {
  if (a.kind !== 'pattern' && b.kind !== 'pattern') return hostCovers(a, b) || hostCovers(b, a);
  if (a.kind === 'exact' || b.kind === 'exact') return hostCovers(a, b) || hostCovers(b, a);
  if (!endAlike(a, b)) return false;
  return shortest(automatonOf([a]), automatonOf([b]), true) !== undefined;
}

/** Are the last labels alike, as far as neither has a star in them? Hosts that end otherwise have nothing in common. */
function endAlike(a: Host, b: Host): boolean {
  const [some, others] = [a, b].map((host) => formatHost(host).split('.').reverse());
  return (some ?? []).every((label, index) => {
    const other = others?.[index] ?? '*';
    return label === other || label.includes('*') || other.includes('*');
  });
}

/** Does the host hold this one name? */
export function hostHolds(host: Host, name: HostName): boolean {
  return hostCovers(host, { kind: 'exact', name });
}

/** What is left of `minuend` when every host of `subtrahend` is taken away; empty regions are left out. */
export function subtractHosts(minuend: readonly Host[], subtrahend: readonly Host[]): HostRegion[] {
  return sortedUnique(minuend, compareHosts)
    .map((base) => ({
      base,
      except: sortedUnique(
        subtrahend.filter((host) => hostsIntersect(base, host)),
        compareHosts,
      ),
    }))
    .filter(isNotEmpty);
}

function isNotEmpty({ base, except }: HostRegion): boolean {
  if (except.length === 0) return true;
  // The common case, without building automata: one host takes all of it.
  if (except.some((host) => host.kind !== 'pattern' && hostCovers(host, base))) return false;
  return witness({ base, except }) !== undefined;
}

/** A shortest name in the region, or undefined when it is empty. */
export function witness(region: HostRegion): string | undefined {
  if (region.except.length === 0 && region.base.kind === 'exact') return region.base.name;
  return shortest(automatonOf([region.base]), automatonOf(region.except), false);
}

type Pattern = Extract<Host, { kind: 'pattern' }>;

// Thousands of names are held against the same few patterns, for which automata are slow to build.
const expressions = new WeakMap<Pattern, RegExp>();

/**
 * One name against a pattern. A star that is a whole label is at least one character of it, underscores included; a star
 * inside a label takes none.
 */
function expressionOf(pattern: Pattern): RegExp {
  const known = expressions.get(pattern);
  if (known !== undefined) return known;
  const labels = pattern.labels.map((label) =>
    label === '*' ? '[a-z0-9_-]+' : label.replaceAll('*', '[a-z0-9-]*'),
  );
  const made = new RegExp(`^${labels.join('\\.')}$`);
  expressions.set(pattern, made);
  return made;
}

function isBelow(name: string, parent: string): boolean {
  return name.endsWith(`.${parent}`);
}

function isAtOrBelow(name: string, parent: string): boolean {
  return name === parent || isBelow(name, parent);
}

/**
 * A nondeterministic automaton over host characters; state 0 of each part is its start.
 * `label` stands for any character of a label, `plain` for any of them but an underscore, so hosts of every kind are
 * regular languages over one alphabet.
 */
type Edge = { readonly on: string; readonly to: number };
type Automaton = {
  readonly starts: readonly number[];
  readonly accepts: ReadonlySet<number>;
  readonly edges: readonly (readonly Edge[])[];
};

const anyLabelCharacter = 'label';
const plainCharacter = 'plain';

function automatonOf(hosts: readonly Host[]): Automaton {
  const edges: Edge[][] = [];
  const starts: number[] = [];
  const accepts = new Set<number>();
  for (const host of hosts) {
    starts.push(edges.length);
    edges.push([]);
    if (host.kind === 'subdomains') addAnyDepth(edges);
    addText(edges, host.kind === 'subdomains' ? host.of : formatHost(host));
    accepts.add(edges.length - 1);
  }
  return { starts, accepts, edges };
}

/** One or more labels, each followed by a dot. */
function addAnyDepth(edges: Edge[][]): void {
  const start = edges.length - 1;
  edges[start]?.push({ on: anyLabelCharacter, to: start + 1 });
  edges.push([
    { on: anyLabelCharacter, to: start + 1 },
    { on: '.', to: start + 2 },
  ]);
  edges.push([{ on: anyLabelCharacter, to: start + 1 }]);
}

function addText(edges: Edge[][], text: string): void {
  for (const [index, label] of text.split('.').entries()) {
    if (index > 0) addStep(edges, '.');
    addLabel(edges, label);
  }
}

function addLabel(edges: Edge[][], label: string): void {
  if (label === '*') {
    // A whole label is one label, so at least one character of it.
    addStep(edges, anyLabelCharacter);
    addLoop(edges, anyLabelCharacter);
    return;
  }
  for (const character of label) {
    if (character === '*') addLoop(edges, plainCharacter);
    else addStep(edges, character);
  }
}

function addStep(edges: Edge[][], on: string): void {
  edges.at(-1)?.push({ on, to: edges.length });
  edges.push([]);
}

function addLoop(edges: Edge[][], on: string): void {
  const last = edges.length - 1;
  edges[last]?.push({ on, to: last });
}

/** The shortest text that `first` accepts and that `second` accepts (or refuses, as `wanted` says). */
function shortest(first: Automaton, second: Automaton, wanted: boolean): string | undefined {
  const alphabet = alphabetOf(first, second);
  const start: Step = { text: '', first: new Set(first.starts), second: new Set(second.starts) };
  const seen = new Set([keyOf(start)]);
  const queue = [start];
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
    if (accepts(first, step.first) && accepts(second, step.second) === wanted) return step.text;
    for (const character of alphabet) {
      const next = advance(first, second, step, character);
      if (next.first.size === 0 || (wanted && next.second.size === 0) || seen.has(keyOf(next)))
        continue;
      seen.add(keyOf(next));
      queue.push(next);
    }
  }
  return undefined;
}

type Step = {
  readonly text: string;
  readonly first: ReadonlySet<number>;
  readonly second: ReadonlySet<number>;
};

function keyOf(step: Step): string {
  return `${sortedStates(step.first)}|${sortedStates(step.second)}`;
}

function sortedStates(states: ReadonlySet<number>): string {
  return [...states].sort((a, b) => a - b).join(',');
}

function accepts(automaton: Automaton, states: ReadonlySet<number>): boolean {
  return [...states].some((state) => automaton.accepts.has(state));
}

function advance(first: Automaton, second: Automaton, step: Step, character: string): Step {
  return {
    text: step.text + character,
    first: move(first, step.first, character),
    second: move(second, step.second, character),
  };
}

function move(automaton: Automaton, states: ReadonlySet<number>, character: string): Set<number> {
  const next = new Set<number>();
  for (const state of states) {
    for (const edge of automaton.edges[state] ?? []) {
      if (takes(edge.on, character)) next.add(edge.to);
    }
  }
  return next;
}

function takes(on: string, character: string): boolean {
  if (on === anyLabelCharacter) return character !== '.';
  if (on === plainCharacter) return character !== '.' && character !== '_';
  return on === character;
}

/**
 * The dot, every letter that an edge names, one that no edge names, which stands for all the others, and the underscore,
 * which some stars take and others do not. It comes last: a witness without one reads better.
 */
function alphabetOf(first: Automaton, second: Automaton): string[] {
  const named = new Set([...first.edges, ...second.edges].flat().map((edge) => edge.on));
  const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789-'];
  const other = letters.find((letter) => !named.has(letter));
  return ['.', ...letters.filter((letter) => named.has(letter) || letter === other), '_'];
}
