import type { Flow } from './flow.ts';
import { pathsAbove, wholeHost } from './path.ts';

/**
 * How lines with a path match the path of a flow. `segments`: the path and all below it. `decoded`: Squid compares the
 * decoded path. `entries`: PAN-OS compares entries of a URL category, in which any separator ends a path.
 */
export type PathMatching = 'segments' | 'decoded' | 'entries';

/** The paths of lines that match the path of a flow. The whole host is always one of them. */
export function pathKeys(matching: PathMatching, flow: Pick<Flow, 'scheme' | 'path'>): string[] {
  switch (matching) {
    case 'segments':
      return pathsAbove(flow.path);
    case 'decoded':
      return decodedKeys(flow);
    case 'entries':
      return entryKeys(flow);
  }
}

/** A path with ".." or a similar sequence matches no line with a path. */
function decodedKeys({ path }: Pick<Flow, 'path'>): string[] {
  if (path === wholeHost) return [wholeHost];
  const decoded = path.replace(/%([0-9A-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  if (/\.\.|%|\\|[^ -~]/.test(decoded)) return [wholeHost];
  const ends = [...decoded.matchAll(/[/?]/g)].map(({ index }) => decoded.slice(0, index));
  return [...new Set([...pathsAbove(path), ...ends])];
}

/** In lower case, since case is ignored. TLS hides the path. */
function entryKeys({ scheme, path }: Pick<Flow, 'scheme' | 'path'>): string[] {
  const isCleartext = scheme === 'http' || scheme === 'ws';
  if (!isCleartext || path === wholeHost) return [wholeHost];
  const seen = path.toLowerCase();
  const ends = [...seen.matchAll(/[./?&=;+]/g)].map(({ index }) => seen.slice(0, index));
  return [...new Set([wholeHost, seen, ...ends])];
}
