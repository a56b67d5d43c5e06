import { formatHost, type Host } from './host.ts';

/**
 * A nondeterministic automaton over host characters; state 0 of each part is its start.
 * `label` means any character of a label, and `plain` any of them except an underscore. So hosts of every kind are
 * regular languages over one alphabet.
 */
type Edge = { readonly on: string; readonly to: number };
export type Automaton = {
  readonly starts: readonly number[];
  readonly accepts: ReadonlySet<number>;
  readonly edges: readonly (readonly Edge[])[];
};

const anyLabelCharacter = 'label';
const plainCharacter = 'plain';

/** The automaton of all names that one of the hosts matches. */
export function automatonOf(hosts: readonly Host[]): Automaton {
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

/** Adds one or more labels, each followed by a dot. */
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
    // A `*` that is a whole label matches at least one character.
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

/** The shortest text that `first` accepts, and that `second` accepts (`wanted` is true) or does not (false). */
export function shortest(first: Automaton, second: Automaton, wanted: boolean): string | undefined {
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

export function sortedStates(states: ReadonlySet<number>): string {
  return [...states].sort((a, b) => a - b).join(',');
}

export function accepts(automaton: Automaton, states: ReadonlySet<number>): boolean {
  return [...states].some((state) => automaton.accepts.has(state));
}

function advance(first: Automaton, second: Automaton, step: Step, character: string): Step {
  return {
    text: step.text + character,
    first: move(first, step.first, character),
    second: move(second, step.second, character),
  };
}

export function move(
  automaton: Automaton,
  states: ReadonlySet<number>,
  character: string,
): Set<number> {
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
 * The dot, every letter that an edge names, one letter that represents all the others, and the underscore, which only
 * some wildcards match. The underscore comes last: an example name without one reads better.
 */
export function alphabetOf(first: Automaton, second: Automaton): string[] {
  const named = new Set([...first.edges, ...second.edges].flat().map((edge) => edge.on));
  const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789-'];
  const other = letters.find((letter) => !named.has(letter));
  return ['.', ...letters.filter((letter) => named.has(letter) || letter === other), '_'];
}
