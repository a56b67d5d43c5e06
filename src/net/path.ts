import { failure, type Refusal, type Result, success } from '../problem.ts';

declare const urlPath: unique symbol;

/** A canonical URL path without a trailing slash; `/` is the whole host. */
export type UrlPath = string & { readonly [urlPath]: true };

/** The path that means the whole host. */
export const wholeHost = '/' as UrlPath;

// RFC 3986 pchar; an escape has two upper-case hexadecimal digits.
const segment = /^(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-F]{2})+$/;

/**
 * Reads the path of a URL in a spec: it means this path and everything below it, by whole segments, case-sensitive.
 * Refuses wildcards and placeholders, since no output supports them. Refuses empty, dot and badly escaped segments,
 * since servers read them differently.
 */
export function parsePath(text: string): Result<UrlPath, Refusal> {
  return hasPattern(text) ? failure(refusePattern(text)) : parseRequestPath(text);
}

/** Reads the path that a client requests, in which `*` is a normal character. */
export function parseRequestPath(text: string): Result<UrlPath, Refusal> {
  if (text === '' || text === '/') return success(wholeHost);
  const trimmed = text.endsWith('/') ? text.slice(0, -1) : text;
  const segments = trimmed.split('/').slice(1);
  if (segments.some((part) => part === '' || isDots(part))) {
    return failure(refusePath(text, 'remove empty, "." and ".." segments'));
  }
  if (segments.some((part) => !segment.test(part) || hasNeedlessEscape(part))) {
    return failure(
      refusePath(text, 'use %XX in upper case, and only for characters that a path cannot contain'),
    );
  }
  return success(trimmed as UrlPath);
}

/** Whether `inner` is the path `outer` or below it. */
export function pathCovers(outer: UrlPath, inner: UrlPath): boolean {
  if (outer === wholeHost || inner === outer) return true;
  return inner.charAt(outer.length) === '/' && inner.startsWith(outer);
}

/** The path itself and all paths that cover it, the nearest first; the last one is the whole host. */
export function pathsAbove(path: string): string[] {
  const above: string[] = [];
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1))
    above.push(path.slice(0, end));
  return path === wholeHost ? above : [...above, wholeHost];
}

/** Whether a part of the path varies, as vendors print it: `*`, `{id}`, `[id]`, `<id>`, `${id}`, `...`. */
function hasPattern(text: string): boolean {
  return text.split('/').some(isPattern);
}

function isPattern(part: string): boolean {
  return /[*{}[\]<>]/.test(part) || /^\.{3,}$/.test(part);
}

/** The path above the first segment with a wildcard, and whether only `*` segments follow it. */
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
    message: `the path "${text}" contains a wildcard, which paths do not support`,
    help: helpForPattern(text, ''),
  };
}

/** The fix for a path with a wildcard; `before` is the part of the URL before the path. */
export function helpForPattern(text: string, before: string): string {
  const { above, same } = pathAbovePattern(text);
  const meant = before + above === '' ? '/' : before + above;
  return same
    ? `write "${meant}": a path includes everything below it`
    : `write "${meant}" to allow everything below it, or one URL for each path`;
}

function refusePath(text: string, help: string): Refusal {
  return {
    rule: 'path-not-canonical',
    message: `the path "${text}" is ambiguous: servers read it differently`,
    help,
  };
}
