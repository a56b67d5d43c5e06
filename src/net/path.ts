import { failure, type Refusal, type Result, success } from '../problem.ts';

declare const urlPath: unique symbol;

/** A canonical URL path without a trailing slash; `/` is the whole host. */
export type UrlPath = string & { readonly [urlPath]: true };

/** The path that stands for the whole host. */
export const wholeHost = '/' as UrlPath;

// RFC 3986 pchar without percent signs; an escape is two upper-case hex digits of an octet that needs one.
const segment = /^(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-F]{2})+$/;

/**
 * Reads the path of a URL: it means this path and everything below it, by whole segments, case-sensitive.
 * Empty, dot and badly escaped segments are refused, since servers read them differently.
 */
export function parsePath(text: string): Result<UrlPath, Refusal> {
  if (text === '' || text === '/') return success(wholeHost);
  const trimmed = text.endsWith('/') ? text.slice(0, -1) : text;
  const segments = trimmed.split('/').slice(1);
  if (segments.some((part) => part === '' || isDots(part))) {
    return failure(refusePath(text, 'write the path without empty, "." and ".." segments'));
  }
  if (segments.some((part) => !segment.test(part) || hasNeedlessEscape(part))) {
    return failure(refusePath(text, 'escape with upper-case %XX only what a path cannot hold'));
  }
  return success(trimmed as UrlPath);
}

/** Is `inner` this path or below it? */
export function pathCovers(outer: UrlPath, inner: UrlPath): boolean {
  return outer === wholeHost || inner === outer || inner.startsWith(`${outer}/`);
}

function isDots(part: string): boolean {
  return /^(?:\.|%2E){1,2}$/.test(part);
}

// An escaped letter or slash is a second spelling of another path.
function hasNeedlessEscape(part: string): boolean {
  const octets = part.match(/%[0-9A-F]{2}/g) ?? [];
  return octets.some((octet) =>
    /[A-Za-z0-9._~/-]/.test(String.fromCharCode(Number.parseInt(octet.slice(1), 16))),
  );
}

function refusePath(text: string, help: string): Refusal {
  return {
    rule: 'path-not-canonical',
    message: `the path "${text}" has more than one reading`,
    help,
  };
}
