import type { Host } from '../../net/host.ts';
import { type UrlPath, wholeHost } from '../../net/path.ts';

/** A host pattern: a star matches letters, digits and hyphens in one label, and underscores if it is the whole label. */
export type Pattern = Extract<Host, { kind: 'pattern' }>;

// Squid joins the expressions of an acl in a buffer of 1,024 bytes, and only warns if one does not fit.
const longest = 1000;

/** Anchored at both ends; a star that is a whole label is never empty. */
export function patternExpression({ labels }: Pattern): string {
  const parts = labels.map((label) =>
    label === '*' ? '[a-z0-9_-]+' : label.replaceAll('*', '[a-z0-9-]*'),
  );
  return `^${parts.join('\\.')}$`;
}

/** This path and the paths below it, by whole segments. */
export function pathExpression(path: UrlPath): string {
  return `^${path.replace(/[.$()*+]/g, '\\$&')}([/?]|$)`;
}

/**
 * Why Squid cannot express a path; undefined if it can. Squid decodes the requested path before it compares, so a path
 * with an escape would also match other paths.
 */
export function refusePath(path: UrlPath): string | undefined {
  if (path === wholeHost) return undefined;
  if (path.includes('%'))
    return 'Squid compares decoded paths, so a path with an escape would match other paths too: it is left out';
  return tooLong(pathExpression(path));
}

/** Why Squid cannot express a pattern; undefined if it can. */
export function refusePattern(pattern: Pattern): string | undefined {
  return tooLong(patternExpression(pattern));
}

function tooLong(expression: string): string | undefined {
  return expression.length > longest
    ? 'its expression would be longer than Squid accepts without a warning: it is left out'
    : undefined;
}
