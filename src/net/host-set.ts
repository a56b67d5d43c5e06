import { getOrAdd } from '../maps.ts';
import { automatonOf } from './automaton.ts';
import { compareHosts, formatHost, type Host, type HostName } from './host.ts';
import { type Label, labelCovers, labelOf, labelsMeet } from './label-pattern.ts';
import { sortedUnique } from './order.ts';
import { shortestLeft } from './shortest-left.ts';

/** All hosts of `base` that no member of `except` matches. */
export type HostRegion = { readonly base: Host; readonly except: readonly Host[] };

/** Whether `outer` matches every name that `inner` matches. */
export function hostCovers(outer: Host, inner: Host): boolean {
  switch (outer.kind) {
    case 'exact':
      return inner.kind === 'exact' && inner.name === outer.name;
    case 'subdomains':
      return isInside(inner, outer.of);
    case 'pattern':
      // A pattern has a fixed number of labels, and a wildcard matches any number.
      if (inner.kind === 'subdomains') return false;
      return inner.kind === 'exact'
        ? expressionOf(outer).test(inner.name)
        : patternCovers(outer, inner);
  }
}

/** Whether a name matches both. Of two hosts without a pattern, one covers the other or they are disjoint. */
export function hostsIntersect(a: Host, b: Host): boolean {
  if (a.kind === 'pattern' && b.kind !== 'exact') return patternMeets(a, b);
  if (b.kind === 'pattern' && a.kind !== 'exact') return patternMeets(b, a);
  return hostCovers(a, b) || hostCovers(b, a);
}

/** Whether the host matches this one name. */
export function hostHolds(host: Host, name: HostName): boolean {
  return hostCovers(host, { kind: 'exact', name });
}

/** The hosts of `minuend` without those of `subtrahend`, as regions that are not empty. */
export function subtractHosts(minuend: readonly Host[], subtrahend: readonly Host[]): HostRegion[] {
  return sortedUnique(minuend, compareHosts)
    .map((base) => ({
      base,
      except: sortedUnique(
        subtrahend.filter((host) => hostsIntersect(base, host)),
        compareHosts,
      ),
    }))
    .filter(isNotEmpty);
}

function isNotEmpty({ base, except }: HostRegion): boolean {
  if (except.length === 0) return true;
  if (except.some((host) => hostCovers(host, base))) return false;
  // No list of other hosts covers a wildcard: it has names that are deeper, and in no wildcard below it.
  if (base.kind === 'subdomains') return true;
  // The common case needs no automata: a sample is left.
  if (samplesOf(base).some((name) => except.every((host) => !hostHolds(host, name)))) return true;
  return witness({ base, except }) !== undefined;
}

/** Some names that a pattern or an exact host matches. */
function samplesOf(host: Exclude<Host, { kind: 'subdomains' }>): HostName[] {
  if (host.kind === 'exact') return [host.name];
  return fillers.map((filler) => host.labels.join('.').replaceAll('*', filler) as HostName);
}

// Texts that few patterns contain.
const fillers = ['1', 'any', 'q7', 'zz-zz', '0x0', 'jq'] as const;

/** A shortest name in the region; undefined when the region is empty. */
export function witness({ base, except }: HostRegion): string | undefined {
  const shortest = onlyShortest(base);
  if (shortest !== undefined && except.every((host) => !hostHolds(host, shortest))) return shortest;
  return shortestLeft(automatonOf([base]), automatonOf(except));
}

/** The shortest name of a host, if no other one is as short: a star inside a label then matches nothing. */
function onlyShortest(host: Host): HostName | undefined {
  if (host.kind === 'exact') return host.name;
  if (host.kind === 'subdomains' || host.labels.includes('*')) return undefined;
  return host.labels.join('.').replaceAll('*', '') as HostName;
}

type Pattern = Extract<Host, { kind: 'pattern' }>;
type Subdomains = Extract<Host, { kind: 'subdomains' }>;

/** Whether every name of the host is a subdomain of `parent`. */
function isInside(host: Host, parent: string): boolean {
  switch (host.kind) {
    case 'exact':
      return isBelow(host.name, parent);
    case 'subdomains':
      return host.of === parent || isBelow(host.of, parent);
    case 'pattern':
      return isBelow(textOf(host), parent);
  }
}

function isBelow(name: string, parent: string): boolean {
  return name.endsWith(`.${parent}`);
}

function patternMeets(pattern: Pattern, other: Pattern | Subdomains): boolean {
  const labels = labelsOf(pattern);
  if (other.kind === 'pattern')
    return labels.length === other.labels.length && endsMeet(labels, labelsOf(other));
  const parent = other.of.split('.');
  return labels.length > parent.length && endsMeet(labels, parent.map(labelOf));
}

/** Whether the last labels meet; `shorter` has at most as many labels as `longer`. */
function endsMeet(longer: readonly Label[], shorter: readonly Label[]): boolean {
  const skipped = longer.length - shorter.length;
  return shorter.every((label, index) => {
    const other = longer[skipped + index];
    return other !== undefined && labelsMeet(label, other);
  });
}

function patternCovers(outer: Pattern, inner: Pattern): boolean {
  if (outer.labels.length !== inner.labels.length) return false;
  const others = labelsOf(inner);
  return labelsOf(outer).every((label, index) => {
    const other = others[index];
    return other !== undefined && labelCovers(label, other);
  });
}

// The same few patterns are compared with thousands of hosts.
const read = new WeakMap<Pattern, readonly Label[]>();
const texts = new WeakMap<Pattern, string>();
const expressions = new WeakMap<Pattern, RegExp>();

function labelsOf(pattern: Pattern): readonly Label[] {
  return getOrAdd(read, pattern, () => pattern.labels.map(labelOf));
}

function textOf(pattern: Pattern): string {
  return getOrAdd(texts, pattern, () => formatHost(pattern));
}

/**
 * The regular expression of a pattern. A `*` that is a whole label matches one or more characters, with underscores.
 * A `*` inside a label matches no underscore.
 */
function expressionOf(pattern: Pattern): RegExp {
  return getOrAdd(expressions, pattern, () => {
    const labels = pattern.labels.map((label) =>
      label === '*' ? '[a-z0-9_-]+' : label.replaceAll('*', '[a-z0-9-]*'),
    );
    return new RegExp(`^${labels.join('\\.')}$`);
  });
}
