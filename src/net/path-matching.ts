import type { Flow } from './flow.ts';
import { wholeHost } from './path.ts';

/**
 * How lines with a path match the path of a flow. `segments`: the path and all below it. `decoded`: Squid compares the
 * decoded path. `entries`: PAN-OS compares entries of a URL category, in which any separator ends a path.
 */
export type PathMatching = 'segments' | 'decoded' | 'entries';

/** A text of a flow's path. It matches the paths that it begins with, where one of the separators follows. */
export type SeenPath = {
  readonly text: string;
  readonly separators: string;
  /** Does it match the text itself too? */
  readonly isWhole: boolean;
};

type Asked = Pick<Flow, 'scheme' | 'path'>;

/** The texts that lines with a path are compared with. None if only the whole host matches. */
export function seenPaths(matching: PathMatching, flow: Asked): SeenPath[] {
  if (flow.path === wholeHost) return [];
  switch (matching) {
    case 'segments':
      return [segmentsOf(flow.path)];
    case 'decoded':
      return decodedPaths(flow.path);
    case 'entries':
      return entryPaths(flow);
  }
}

/** The text by whole segments. */
export function segmentsOf(text: string): SeenPath {
  return { text, separators: '/', isWhole: true };
}

/** A path with ".." or a similar sequence matches no line with a path. */
function decodedPaths(path: string): SeenPath[] {
  const decoded = path.replace(/%([0-9A-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  if (/\.\.|%|\\|[^ -~]/.test(decoded)) return [];
  return [segmentsOf(path), { text: decoded, separators: '/?', isWhole: false }];
}

/** In lower case, since case is ignored. TLS hides the path. */
function entryPaths({ scheme, path }: Asked): SeenPath[] {
  const isCleartext = scheme === 'http' || scheme === 'ws';
  if (!isCleartext) return [];
  return [{ text: path.toLowerCase(), separators: './?&=;+', isWhole: true }];
}

/** Does a line with this path match? */
export function isSeen(path: string, seen: readonly SeenPath[]): boolean {
  return (
    path === wholeHost ||
    seen.some((each) => endsAt(each, path.length) && each.text.startsWith(path))
  );
}

/** Does the text match a path of this length with which it begins? */
export function endsAt({ text, separators, isWhole }: SeenPath, end: number): boolean {
  return end < text.length ? separators.includes(text.charAt(end)) : isWhole && end === text.length;
}

/** The paths of lines that match the path of a flow. The whole host is always one of them. */
export function pathKeys(matching: PathMatching, flow: Asked): string[] {
  const keys = seenPaths(matching, flow).flatMap((seen) =>
    Array.from(seen.text, (_, index) => index + 1)
      .filter((end) => endsAt(seen, end))
      .map((end) => seen.text.slice(0, end)),
  );
  return [...new Set([wholeHost, ...keys])];
}
