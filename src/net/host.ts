import { domainToASCII } from 'node:url';
import { failure, type Refusal, type Result, refuse, success } from '../problem.ts';
import { compareText, firstDifference } from './order.ts';
import { refusePlaceholder } from './placeholder.ts';

declare const hostName: unique symbol;

/**
 * A canonical DNS name: two or more labels of at most 63 lower-case letters, digits and hyphens, at most 253 in all.
 * Labels before the last two may contain underscores, as the names of vendors do.
 */
export type HostName = string & { readonly [hostName]: true };

/** What an endpoint may name: one host, everything below a name, or a pattern inside labels. */
export type Host =
  | { readonly kind: 'exact'; readonly name: HostName }
  | { readonly kind: 'subdomains'; readonly of: HostName }
  | { readonly kind: 'pattern'; readonly labels: readonly string[] };

const maxName = 253;
const maxLabel = 63;
/** A pattern becomes a regular expression, in outputs too; the time that one takes grows with each star. */
const maxStars = 3;

/**
 * Reads a host as the spec writes it: `a.example.com`, `*.example.com` (any depth below, not the apex)
 * or a pattern (`cdn*.example.com`, `a.*.example.com`).
 * Refuses whatever is not canonical, with the canonical form in the way out.
 */
export function parseHost(text: string): Result<Host, Refusal> {
  const refusal =
    refuseLength(text) ??
    refusePlaceholder(text) ??
    refuseAddress(text) ??
    refuseCharacters(text) ??
    refuseLabels(text) ??
    refuseWildcards(text);
  if (refusal !== undefined) return failure(refusal);
  if (!text.includes('*')) return success({ kind: 'exact', name: text as HostName });
  if (text.startsWith('*.')) return success({ kind: 'subdomains', of: text.slice(2) as HostName });
  return success({ kind: 'pattern', labels: text.split('.') });
}

/** Reads one exact host name; wildcards are refused. */
export function parseHostName(text: string): Result<HostName, Refusal> {
  const host = parseHost(text);
  if (!host.ok) return host;
  if (host.value.kind === 'exact') return success(host.value.name);
  return failure(
    refuse('wildcard-place', `"${text}" has a wildcard where one host is meant`, 'name one host'),
  );
}

/** The host as the spec writes it. */
export function formatHost(host: Host): string {
  switch (host.kind) {
    case 'exact':
      return host.name;
    case 'subdomains':
      return `*.${host.of}`;
    case 'pattern':
      return host.labels.join('.');
  }
}

/** The names above this one, the nearest first. */
export function parentsOf(name: string): string[] {
  const dot = name.indexOf('.');
  return dot < 0 ? [] : [name.slice(dot + 1), ...parentsOf(name.slice(dot + 1))];
}

/**
 * The part of a host that no wildcard touches: `example.com` of `*.example.com` and of `cdn*.example.com`.
 * Undefined for an exact host.
 */
export function fixedParent(host: Host): string | undefined {
  switch (host.kind) {
    case 'exact':
      return undefined;
    case 'subdomains':
      return host.of;
    case 'pattern':
      return host.labels
        .slice(host.labels.findLastIndex((label) => label.includes('*')) + 1)
        .join('.');
  }
}

/** The name that says whose a host is. */
export function hostOwner(host: Host): string {
  return host.kind === 'exact' ? host.name : (fixedParent(host) ?? '');
}

const kindOrder = { exact: 0, subdomains: 1, pattern: 2 } as const;

/** A total order: exact hosts, then wildcards, then patterns, each by code unit. */
export function compareHosts(a: Host, b: Host): number {
  return firstDifference(
    kindOrder[a.kind] - kindOrder[b.kind],
    compareText(formatHost(a), formatHost(b)),
  );
}

/** Before any pattern sees the text; a dot at its end is for another refusal. */
function refuseLength(text: string): Refusal | undefined {
  if (text.length <= (text.endsWith('.') ? maxName + 1 : maxName)) return undefined;
  return refuse(
    'host-too-long',
    `the name is ${text.length} characters long`,
    `a host has at most ${maxName}`,
  );
}

function refuseCharacters(text: string): Refusal | undefined {
  if (text === '')
    return refuse('host-empty', 'a host is empty', 'write a name such as www.example.com');
  if (text === '*')
    return refuse('wildcard-place', '"*" alone is every host', 'write "to: any" if that is meant');
  if (/[^\0-\x7f]/.test(text)) return refuseUnicode(text);
  if (/:\/\/|[/:@?#\\[\]]/.test(text)) {
    return refuse(
      'host-not-a-name',
      `"${text}" holds more than a name`,
      'write a URL as "url:", an address as "network:", a port in the service',
    );
  }
  if (/[A-Z]/.test(text)) {
    return refuse('host-case', `"${text}" is not in lower case`, `write "${text.toLowerCase()}"`);
  }
  const foreign = /[^a-z0-9_.*-]/.exec(text);
  if (foreign !== null) {
    return refuse(
      'host-character',
      `"${text}" holds ${JSON.stringify(foreign[0])}`,
      'a host holds a-z, 0-9, hyphens, underscores and dots',
    );
  }
  return undefined;
}

function refuseUnicode(text: string): Refusal {
  const ascii = domainToASCII(text);
  const help = ascii === '' ? 'write its xn-- form' : `write "${ascii}"`;
  return refuse('host-unicode', `"${text}" is not ASCII, so two names may look alike`, help);
}

function refuseLabels(text: string): Refusal | undefined {
  if (text.endsWith('.')) {
    return refuse('host-trailing-dot', `"${text}" ends with a dot`, `write "${withoutDots(text)}"`);
  }
  const labels = text.split('.');
  if (labels.includes('')) {
    return refuse(
      'host-empty-label',
      `"${text}" has an empty label`,
      helpForBelow(text, /^\./) ?? 'write one dot between two labels',
    );
  }
  const long = labels.find((label) => label.length > maxLabel);
  if (long !== undefined) {
    return refuse(
      'host-label-too-long',
      `the label "${long}" is ${long.length} characters long`,
      `a label has at most ${maxLabel}`,
    );
  }
  const hyphen = labels.find((label) => label.startsWith('-') || label.endsWith('-'));
  if (hyphen !== undefined) {
    return refuse(
      'host-hyphen',
      `the label "${hyphen}" begins or ends with a hyphen`,
      'correct the name',
    );
  }
  return undefined;
}

function withoutDots(text: string): string {
  return text.endsWith('.') ? withoutDots(text.slice(0, -1)) : text;
}

// A resolver or a browser reads a name whose last label is a number as an IPv4 address (WHATWG URL, "ends in a number").
function refuseAddress(text: string): Refusal | undefined {
  if (/^[0-9.]+-[0-9.]+$/.test(text) && text.includes('.')) {
    return refuse(
      'host-is-address',
      `"${text}" is a range of addresses, not a name`,
      'write both ends as whole addresses, as in "network: 192.0.2.1-192.0.2.10"',
    );
  }
  if (!/(?:^|\.)(?:[0-9]+|0[xX][0-9a-fA-F]*)\.?$/.test(text)) return undefined;
  const address = URL.canParse(`http://${text}/`) ? new URL(`http://${text}/`).hostname : undefined;
  const help =
    address === undefined
      ? 'correct the name'
      : `if the address ${address} is meant, write "network: ${address}"`;
  return refuse('host-is-address', `"${text}" is an address, not a name`, help);
}

function refuseWildcards(text: string): Refusal | undefined {
  const labels = text.split('.');
  if (labels.length < 2) {
    return refuse(
      'host-single-label',
      `"${text}" is a single label`,
      'write the full name, with its domain',
    );
  }
  // No registry takes such a domain.
  if (labels.slice(-2).some((label) => label.includes('_'))) {
    return refuse(
      'host-underscore',
      `"${text}" has an underscore in its last two labels, where a domain has none`,
      'correct the name; only the labels before the last two may contain underscores',
    );
  }
  if (!text.includes('*')) return undefined;
  if (text.includes('**')) {
    return refuse('wildcard-place', `"${text}" has two stars side by side`, 'write one star');
  }
  if (labels.some((label) => label.split('*').length - 1 > maxStars)) {
    return refuse(
      'wildcard-place',
      `"${text}" has more than ${maxStars} stars in one label`,
      `write ${maxStars} at most: a proxy tries every way to fit them into a name`,
    );
  }
  if (labels.slice(-2).some((label) => label.includes('*'))) {
    return refuse(
      'wildcard-place',
      `"${text}" has a wildcard in its last two labels`,
      helpForBelow(text, /^\*(?!\.)/) ?? 'name at least a domain, as in *.example.com',
    );
  }
  if (text.startsWith('*.') && text.indexOf('*', 1) > 0) {
    return refuse(
      'wildcard-place',
      `"${text}" begins with "*." (any depth) and holds another wildcard`,
      'write the wildcard either as the first label or inside labels',
    );
  }
  return undefined;
}

/** Other tools write a domain with all that is below it as `.example.com` or `*example.com`; here it takes two lines. */
function helpForBelow(text: string, prefix: RegExp): string | undefined {
  const name = text.replace(prefix, '');
  if (name === text || !parseHostName(name).ok) return undefined;
  return `write two lines in its place: "${name}" for the host itself, and "*.${name}" for every name below it`;
}
