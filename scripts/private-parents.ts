import { createRequire } from 'node:module';

/** The list as tldts carries it: a trie of labels from the last to the first, each edge with a slice of `labelText`. */
type Trie = {
  readonly nodeFlags: ArrayLike<number>;
  readonly edgeStart: ArrayLike<number>;
  readonly edgeChild: ArrayLike<number>;
  readonly edgeLength: ArrayLike<number>;
  readonly labelText: string;
  readonly rulesRoot: number;
};

const banner =
  '// Written by `npm run generate:code` from the data of tldts; a change here is lost.\n';

/** The names above the suffixes of the list's private section, as a module: tldts itself answers look-ups only. */
export function privateParentsModule(): string {
  const names = privateParents().map((name) => `  ${JSON.stringify(name)},`);
  return `${banner}export const privateParents = [\n${names.join('\n')}\n];\n`;
}

export const privateParentsTypes = `${banner}/** Every name above a suffix of the Public Suffix List's private section that is no suffix itself; sorted. */
export declare const privateParents: readonly string[];
`;

// As tldts flags a suffix of the private section; a node without a flag is no suffix.
const privateSuffix = 2;

function privateParents(): string[] {
  const trie = readTrie();
  const offsets = labelOffsets(trie);
  const found = new Set<string>();
  const visit = (node: number, above: readonly string[]): void => {
    const [name] = above;
    const flags = trie.nodeFlags[node] ?? 0;
    if (flags === privateSuffix) for (const parent of above.slice(1)) found.add(parent);
    // A suffix itself is found as one; a top-level domain is above them all.
    const own = name === undefined || flags !== 0 || !name.includes('.') ? [] : [name];
    for (const edge of edgesOf(trie, node)) {
      const label = labelAt(trie, offsets, edge);
      const child = name === undefined ? label : `${label}.${name}`;
      visit(trie.edgeChild[edge] ?? 0, [child, ...own, ...above.slice(1)]);
    }
  };
  visit(trie.rulesRoot, []);
  if (found.size === 0) throw new Error('tldts has its list in another form: no private suffix');
  return [...found].sort();
}

function edgesOf({ edgeStart }: Trie, node: number): number[] {
  const [from = 0, to = 0] = [edgeStart[node], edgeStart[node + 1]];
  return Array.from({ length: to - from }, (_, index) => from + index);
}

/** Labels stand one after another, in the order of the edges. */
function labelOffsets({ edgeLength }: Trie): number[] {
  const offsets = [0];
  for (let edge = 0; edge < edgeLength.length; edge += 1)
    offsets.push((offsets[edge] ?? 0) + (edgeLength[edge] ?? 0));
  return offsets;
}

function labelAt({ labelText }: Trie, offsets: readonly number[], edge: number): string {
  return labelText.slice(offsets[edge], offsets[edge + 1]);
}

function readTrie(): Trie {
  const trie: unknown = createRequire(import.meta.url)('tldts/dist/cjs/src/data/trie.js');
  if (!isTrie(trie)) throw new Error('tldts has its list in another form: no trie');
  return trie;
}

function isTrie(value: unknown): value is Trie {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const arrays = ['nodeFlags', 'edgeStart', 'edgeChild', 'edgeLength'];
  return (
    arrays.every((name) => ArrayBuffer.isView(fields.get(name))) &&
    typeof fields.get('labelText') === 'string' &&
    typeof fields.get('rulesRoot') === 'number'
  );
}
