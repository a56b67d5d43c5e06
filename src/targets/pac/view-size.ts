import type { TemplateViews } from '../../../compiled/templates.js';

type Tables = Pick<TemplateViews['pac/proxy.pac'], 'hosts' | 'below' | 'patterns' | 'networks'>;

/** Some cloud proxies that serve PAC files accept at most 256 KB. */
export const largestEverywhere = 256_000;

/** Chromium silently goes DIRECT for everything if the file is larger. */
export const largest = 1_048_576;

// The size of the code around the tables; a test keeps it accurate to a kilobyte.
const frame = 7_100;

/** The approximate size of the file in bytes, known before it is rendered. */
export function sizeOf({ hosts, below, patterns, networks }: Tables): number {
  const lines = [...hosts, ...below, ...patterns, ...networks];
  return lines.reduce((sum, { name, ports }) => sum + `  "${name}": "${ports}",\n`.length, frame);
}
