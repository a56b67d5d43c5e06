import type { TemplateViews } from '../../../compiled/templates.js';

type Tables = Pick<TemplateViews['pac/proxy.pac'], 'hosts' | 'below' | 'patterns' | 'networks'>;

/** Cloud proxies that serve PAC files take 256 KB and no more. */
export const largestEverywhere = 256_000;

/** Chromium silently goes DIRECT for everything when the file is larger. */
export const largest = 1_048_576;

// The code around the tables; a test keeps it within a kilobyte of the truth.
const frame = 7_100;

/** About how many bytes the file has; known before it is rendered. */
export function sizeOf({ hosts, below, patterns, networks }: Tables): number {
  const lines = [...hosts, ...below, ...patterns, ...networks];
  return lines.reduce((sum, { name, ports }) => sum + `  "${name}": "${ports}",\n`.length, frame);
}
