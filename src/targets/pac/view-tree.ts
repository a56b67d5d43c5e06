import { getOrAdd } from '../../maps.ts';
import { compareText } from '../../net/order.ts';
import { type Branch, closing, listed, opening, type Ports } from './encode.ts';

/** A name and its ports, not yet in the form of a table. */
export type NamePorts = { readonly name: string; readonly ports: Ports };

/** A line of the table; `more` if a comma follows it. */
type Line = { readonly branch: Branch; readonly more: boolean };

/** A name by its labels, the last one first. */
type Labeled = { readonly labels: readonly string[]; readonly ports: Ports };

/**
 * The lines of a table whose names are nested by label, sorted by label from the last one. Names that share their last
 * labels share a block, and a name that shares no more gets one line with all its other labels. So a block always has
 * one label, and one more name changes only the lines beside it.
 */
export function treeOf(names: readonly NamePorts[]): Line[] {
  const labeled = names.map(({ name, ports }) => ({ labels: name.split('.').reverse(), ports }));
  return linesOf(labeled, 0);
}

/** The lines of names that share their last `depth` labels. */
function linesOf(names: readonly Labeled[], depth: number): Line[] {
  const byLabel = new Map<string, Labeled[]>();
  for (const name of names) getOrAdd(byLabel, name.labels[depth] ?? '', () => []).push(name);
  const sorted = [...byLabel].sort(([a], [b]) => compareText(a, b));
  return sorted.flatMap(([label, sharing], index) =>
    blockOf(label, sharing, depth, index < sorted.length - 1),
  );
}

/** The lines of names that share one more label; the empty label is the end of a name. */
function blockOf(label: string, names: readonly Labeled[], depth: number, more: boolean): Line[] {
  const [first, second] = names;
  if (first !== undefined && second === undefined) {
    const key = `.${first.labels.slice(depth).reverse().join('.')}`;
    return [{ branch: listed(key, first.ports), more }];
  }
  return [
    { branch: opening(`.${label}`), more: false },
    ...linesOf(names, depth + 1),
    { branch: closing, more },
  ];
}
