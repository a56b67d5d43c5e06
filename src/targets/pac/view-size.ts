import type { TemplateViews } from '../../../compiled/templates.js';

type Tables = Pick<
  TemplateViews['pac/proxy.pac'],
  'hosts' | 'below' | 'patterns' | 'networks' | 'hostTree' | 'belowTree'
>;

/** Some cloud proxies that serve PAC files accept at most 256 KB. */
export const largestEverywhere = 256_000;

/** Chromium silently goes DIRECT for everything if the file is larger. */
export const largest = 1_048_576;

// The size of the code around the tables; a test keeps it accurate to a kilobyte.
const frame = 7_100;

/** The approximate size of the file in bytes, known before it is rendered. */
export function sizeOf(tables: Tables): number {
  const { hosts, below, patterns, networks, hostTree, belowTree } = tables;
  const rows = [hosts, below, patterns, networks].flat();
  const branches = [hostTree, belowTree].flat();
  return (
    rows.reduce((sum, { name, ports }) => sum + `  "${name}": "${ports}",\n`.length, frame) +
    branches.reduce((sum, { branch, more }) => sum + branch.length + (more ? 2 : 1), 0)
  );
}
