import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, release } from 'node:os';
import { join } from 'node:path';
import { tableHead } from './table.ts';
import { root } from './workspace.ts';

const path = join(root, 'bench', 'README.md');
const start = '<!-- figures -->';
const end = '<!-- /figures -->';

/**
 * Writes the lines of the given parts between the markers of bench/README.md, in the order of all parts. The lines of
 * the other parts stay.
 */
export function writeRecord(
  lines: ReadonlyMap<string, readonly string[]>,
  all: readonly string[],
): void {
  const text = readFileSync(path, 'utf8');
  const [before = '', inside = ''] = text.split(start);
  const [figures = '', after] = inside.split(end);
  if (after === undefined) throw new Error(`bench/README.md has no ${start} ... ${end}`);
  const kept = figures.split('\n');
  const rows = all.flatMap(
    (part) => lines.get(part) ?? kept.filter((line) => line.startsWith(`| ${part} |`)),
  );
  const table = [machine(), '', tableHead, ...rows].join('\n');
  writeFileSync(path, `${before}${start}\n${table}\n${end}${after}`);
}

/** The machine in general words. */
function machine(): string {
  const kernel = release().split('-')[0];
  return `Node ${process.versions.node}, Linux ${kernel}, ${availableParallelism()} cores.`;
}
