import type { Host } from '../../net/host.ts';
import { type UrlPath, wholeHost } from '../../net/path.ts';

/** A pattern of a host: letters, digits and hyphens of one label stand for a star, and underscores where it is the label. */
export type Pattern = Extract<Host, { kind: 'pattern' }>;

// Squid joins the expressions of an acl in a buffer of 1,024 bytes, and warns of one that does not fit.
const longest = 1000;

/** Anchored at both ends; a star that is a whole label is never empty. */
export function patternExpression({ labels }: Pattern): string {
  const parts = labels.map((label) =>
    label === '*' ? '[a-z0-9_-]+' : label.replaceAll('*', '[a-z0-9-]*'),
  );
  return `^${parts.join('\\.')}$`;
}

/** This path and below, by whole segments. */
export function pathExpression(path: UrlPath): string {
  return `^${path.replace(/[.$()*+]/g, '\\$&')}([/?]|$)`;
}

/**
 * Why Squid cannot hold a path, or undefined where it can. It decodes what a client asks for before it compares, so
 * that a path with an escape would hold others too.
 */
export function refusePath(path: UrlPath): string | undefined {
  if (path === wholeHost) return undefined;
  if (path.includes('%'))
    return 'Squid compares decoded paths, so one with an escape would hold others too: it is left out';
  return tooLong(pathExpression(path));
}

/** Why Squid cannot hold a pattern, or undefined where it can. */
export function refusePattern(pattern: Pattern): string | undefined {
  return tooLong(patternExpression(pattern));
}

function tooLong(expression: string): string | undefined {
  return expression.length > longest
    ? 'the expression for it would be longer than Squid takes without a warning: it is left out'
    : undefined;
}
