import { getOrAdd } from '../maps.ts';
import { compareText } from './order.ts';

declare const hostName: unique symbol;

/**
 * A canonical DNS name: two or more labels of at most 63 lower-case letters, digits and hyphens, at most 253 in all.
 * Labels before the last two may contain underscores, as the names of vendors do.
 */
export type HostName = string & { readonly [hostName]: true };

/** What an endpoint may name: one host, all subdomains of a domain, or a pattern inside labels. */
export type Host =
  | { readonly kind: 'exact'; readonly name: HostName }
  | { readonly kind: 'subdomains'; readonly of: HostName }
  | { readonly kind: 'pattern'; readonly labels: readonly string[] };

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

/** The parent domains of a name, the nearest first. */
export function parentsOf(name: string): string[] {
  const parents: string[] = [];
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1))
    parents.push(name.slice(dot + 1));
  return parents;
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

/** The name whose domain shows who owns a host. */
export function hostOwner(host: Host): string {
  return host.kind === 'exact' ? host.name : (fixedParent(host) ?? '');
}

const kindOrder = { exact: 0, subdomains: 1, pattern: 2 } as const;

/** A total order: exact hosts, then wildcards, then patterns, each by code unit. */
export function compareHosts(a: Host, b: Host): number {
  if (a === b) return 0;
  return kindOrder[a.kind] - kindOrder[b.kind] || compareText(sortText(a), sortText(b));
}

/** A text by which hosts of one kind are sorted like their own text: without a new text each time. */
function sortText(host: Host): string {
  switch (host.kind) {
    case 'exact':
      return host.name;
    case 'subdomains':
      return host.of;
    case 'pattern':
      return getOrAdd(patternTexts, host, () => formatHost(host));
  }
}

const patternTexts = new WeakMap<Extract<Host, { kind: 'pattern' }>, string>();
