import { failure, type Refusal, type Result, success } from '../problem.ts';

declare const urlPath: unique symbol;

/** A canonical URL path without a trailing slash; `/` is the whole host. */
export type UrlPath = string & { readonly [urlPath]: true };

/** The path that stands for the whole host. */
export const wholeHost = '/' as UrlPath;

// RFC 3986 pchar without percent signs; an escape is two upper-case hex digits of an octet that needs one.
const segment = /^(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-F]{2})+$/;

/**
 * Reads the path of a URL in a spec: it means this path and everything below it, by whole segments, case-sensitive.
 * A wildcard or placeholder in it is refused, since no output reads one; so are empty, dot and badly escaped segments,
 * since servers read them differently.
 */
export function parsePath(text: string): Result<UrlPath, Refusal> {
  return hasPattern(text) ? failure(refusePattern(text)) : parseRequestPath(text);
}

/** Reads the path that a client asks for, in which a star is a letter like any other. */
export function parseRequestPath(text: string): Result<UrlPath, Refusal> {
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

/** What vendors print where a part of the path varies: `*`, `{id}`, `[id]`, `<id>`, `${id}`, `...`. */
function hasPattern(text: string): boolean {
  return text.split('/').some(isPattern);
}

function isPattern(part: string): boolean {
  return /[*{}[\]<>]/.test(part) || /^\.{3,}$/.test(part);
}

/** The path above the first segment with a wildcard, and whether that segment is a bare star at the end. */
function pathAbovePattern(text: string): { readonly above: string; readonly same: boolean } {
  const segments = text.replace(/\/$/, '').split('/');
  const first = segments.findIndex(isPattern);
  const above = segments.slice(0, first < 0 ? segments.length : first).join('/');
  return { above, same: segments.slice(first).every((part) => /^\*+$/.test(part)) };
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

function refusePattern(text: string): Refusal {
  return {
    rule: 'path-wildcard',
    message: `the path "${text}" has a wildcard, and no path may have one`,
    help: helpForPattern(text, ''),
  };
}

/** The fix for a path with a wildcard; `before` is what the URL has before its path. */
export function helpForPattern(text: string, before: string): string {
  const { above, same } = pathAbovePattern(text);
  const meant = before + above === '' ? '/' : before + above;
  return same
    ? `a path means what is below it: write "${meant}"`
    : `a path means what is below it: write "${meant}" if all of that may be opened, or one URL for each path`;
}

function refusePath(text: string, help: string): Refusal {
  return {
    rule: 'path-not-canonical',
    message: `the path "${text}" has more than one reading`,
    help,
  };
}
