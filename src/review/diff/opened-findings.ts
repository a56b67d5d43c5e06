import type { Exception } from '../../language/exceptions/types.ts';
import type { Spec } from '../../language/types.ts';
import { getOrAdd } from '../../maps.ts';
import { mergePorts, type PortRange, portsIntersect, subtractPorts } from '../../net/port.ts';
import { openEverywhere } from '../../policy/open-groups.ts';
import type { Origin } from '../../policy/types.ts';
import type { Place } from '../../problem.ts';
import { keyOf, namesRule } from '../findings/except.ts';
import type { Finding, OutputOfSite } from '../findings/finding.ts';
import type { Gain, SiteChange } from './change.ts';
import type { GivenInBase } from './given-in-base.ts';
import { inOrder, lossesInOrder } from './order.ts';

/** A finding about added access; base may have it already, while the access was denied. */
export type OpenedFinding = {
  readonly finding: Finding;
  readonly gain: Gain;
  /** The site that adds the access. */
  readonly site: string;
};

/** The findings about all added access. */
export function openedFindings(
  sites: ReadonlyMap<string, SiteChange>,
  ofHead: readonly Finding[],
): OpenedFinding[] {
  const index = indexOf(ofHead);
  return [...sites].flatMap(([site, { gained }]) =>
    gained.flatMap((gain) =>
      findingsAt(gain, site, index).map((finding) => ({ finding, gain, site })),
    ),
  );
}

/** The sites with all findings about their added access, accepted or not, and with their access in the order of reports. */
export function withFindings(
  sites: ReadonlyMap<string, SiteChange>,
  findings: readonly Finding[],
): Map<string, SiteChange> {
  const index = indexOf(findings);
  return new Map(
    [...sites].map(([id, change]) => {
      const gained = change.gained.map((gain) => ({
        ...gain,
        findings: findingsAt(gain, id, index),
      }));
      return [id, { ...change, gained: inOrder(gained), lost: lossesInOrder(change.lost) }];
    }),
  );
}

/**
 * The exceptions, except those that accepted less in base than is added now: their endpoint on other ports, or their
 * group without this endpoint. An exception without a finding in base may have been made for this change.
 */
export function meantForLess(
  exceptions: readonly Exception[],
  ofBase: readonly Finding[],
  opened: readonly OpenedFinding[],
  base: Spec,
  given: GivenInBase,
): readonly Exception[] {
  const isNamed = namesRule(exceptions);
  const named = opened.filter(({ finding }) => isNamed(finding));
  if (named.length === 0) return exceptions;
  const used = new Set(ofBase.filter(isNamed).map(({ rule, subject }) => keyOf(rule, subject)));
  const accepted = portsByEndpoint(openEverywhere(base));
  const beyond = new Set(
    named
      .filter(({ finding: { subject }, gain }) => isBeyond(gain.ports, accepted.get(subject) ?? []))
      .map(({ finding: { rule, subject } }) => keyOf(rule, subject)),
  );
  // An exception accepts the written form, and so only the values that base had.
  const withNewValue = new Set(
    named
      .filter((each) => given.isNew(each))
      .map(({ finding: { rule, subject } }) => keyOf(rule, subject)),
  );
  return exceptions.filter(({ kind, rule, subject }) => {
    const key = keyOf(rule, subject);
    return kind !== 'endpoint' || (!(used.has(key) && beyond.has(key)) && !withNewValue.has(key));
  });
}

/** A location as a key. */
export function placeKey({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

/** Findings by the key of their location; those about values of sites by each value too. */
type Index = ReadonlyMap<string, readonly Finding[]>;

function indexOf(findings: readonly Finding[]): Index {
  const keyed = findings.flatMap((finding) => {
    const { at, values } = finding;
    const keys = values?.map((value) => valueKey(at, finding.subject, value)) ?? [placeKey(at)];
    return keys.map((key) => ({ key, finding }));
  });
  const index = new Map<string, Finding[]>();
  for (const { key, finding } of keyed) getOrAdd(index, key, (): Finding[] => []).push(finding);
  return index;
}

/** A location of findings about one endpoint with one value of a site. Several endpoints can use a value at one line. */
function valueKey(at: Place, written: string, value: string): string {
  return `${placeKey(at)} ${JSON.stringify([written, value])}`;
}

/** The findings at the endpoints and groups of added access, on its ports and about the outputs to which the spec gives it. */
function findingsAt(
  { origins, ports: gained, givenBy }: Gain,
  site: string,
  index: Index,
): Finding[] {
  const isBy = (output: OutputOfSite) => output.site === site && givenBy.includes(output.target);
  const found = origins.flatMap((origin) => findingsOf(origin, index));
  return [...new Set(found)]
    .filter(({ ports }) => ports === undefined || meetsAny(ports, gained))
    .filter(({ outputs }) => outputs?.some(isBy) ?? true);
}

/** The findings about an endpoint, about its group, and about the value that the site gives for it. */
function findingsOf({ endpoint, group }: Origin, index: Index): Finding[] {
  const { place, given, written } = endpoint;
  const ofLines = [place, group.place].flatMap((each) => index.get(placeKey(each)) ?? []);
  if (given === undefined) return ofLines;
  const ofValue = index.get(valueKey(place, written, given.text)) ?? [];
  // Endpoints of several groups can use one value at one line of the site.
  const atSite = given.places
    .flatMap((each) => index.get(valueKey(each, written, given.text)) ?? [])
    .filter(({ scope }) => scope.group === group.id);
  return [...ofLines, ...ofValue, ...atSite];
}

function meetsAny(some: readonly PortRange[], others: readonly PortRange[]): boolean {
  return some.some((range) => others.some((other) => portsIntersect(range, other)));
}

/** The ports of endpoints, by what the spec writes. */
function portsByEndpoint({ groups }: Spec): ReadonlyMap<string, readonly PortRange[]> {
  const found = new Map<string, readonly PortRange[]>();
  for (const endpoint of groups.flatMap(({ endpoints }) => endpoints)) {
    const ports = endpoint.services.flatMap((service) => service.ports);
    found.set(endpoint.written, mergePorts([...(found.get(endpoint.written) ?? []), ...ports]));
  }
  return found;
}

function isBeyond(gained: readonly PortRange[], accepted: readonly PortRange[]): boolean {
  return subtractPorts(gained, accepted).length > 0;
}
