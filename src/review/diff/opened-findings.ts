import type { Exception } from '../../language/exceptions/types.ts';
import type { Spec } from '../../language/types.ts';
import { mergePorts, type PortRange, portsIntersect, subtractPorts } from '../../net/port.ts';
import type { Place } from '../../problem.ts';
import { keyOf } from '../findings/except.ts';
import type { Finding, OutputOfSite } from '../findings/finding.ts';
import { grouped } from '../grouped.ts';
import type { Gain, SiteChange } from './change.ts';

/** A finding of what a gain opens: base may have raised it already, while it was shut. */
export type OpenedFinding = { readonly finding: Finding; readonly gain: Gain };

/** The findings of all that is gained. */
export function openedFindings(
  sites: ReadonlyMap<string, SiteChange>,
  ofHead: readonly Finding[],
): OpenedFinding[] {
  const index = indexOf(ofHead);
  return [...sites].flatMap(([site, { gained }]) =>
    gained.flatMap((gain) => findingsAt(gain, site, index).map((finding) => ({ finding, gain }))),
  );
}

/** The sites with all findings at their gains, excepted or not. */
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
      return [id, { ...change, gained }];
    }),
  );
}

/**
 * The exceptions without those that accepted less in base than is gained now: their endpoint on other ports, or the
 * group before this endpoint. One that accepted nothing in base may have been made for this change.
 */
export function meantForLess(
  exceptions: readonly Exception[],
  ofBase: readonly Finding[],
  opened: readonly OpenedFinding[],
  base: Spec,
): readonly Exception[] {
  const used = new Set(ofBase.map(({ rule, subject }) => keyOf(rule, subject)));
  const accepted = portsByEndpoint(base);
  const beyond = new Set(
    opened
      .filter(({ finding: { subject }, gain }) => isBeyond(gain.ports, accepted.get(subject) ?? []))
      .map(({ finding: { rule, subject } }) => keyOf(rule, subject)),
  );
  return exceptions.filter(({ rule, endpoint }) => {
    const key = keyOf(rule, endpoint);
    return !(used.has(key) && beyond.has(key));
  });
}

/** A place as a key. */
export function placeKey({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

/** Findings by the key of their place. */
type Index = ReadonlyMap<string, readonly Finding[]>;

function indexOf(findings: readonly Finding[]): Index {
  return grouped(findings, ({ at }) => placeKey(at));
}

/** The findings at the endpoints, and the groups, that ask for a gain, on its ports and about outputs that give it. */
function findingsAt(
  { origins, ports: gained, outputs: by }: Gain,
  site: string,
  index: Index,
): Finding[] {
  const isBy = (output: OutputOfSite) => output.site === site && by.includes(output.target);
  const places = origins.flatMap(({ endpoint, group }) => [endpoint.place, group.place]);
  return [...new Set(places.map(placeKey))]
    .flatMap((place) => index.get(place) ?? [])
    .filter(({ ports }) => ports === undefined || meetsAny(ports, gained))
    .filter(({ outputs }) => outputs?.some(isBy) ?? true);
}

function meetsAny(some: readonly PortRange[], others: readonly PortRange[]): boolean {
  return some.some((range) => others.some((other) => portsIntersect(range, other)));
}

function portsByEndpoint({ groups }: Spec): ReadonlyMap<string, readonly PortRange[]> {
  const found = new Map<string, readonly PortRange[]>();
  for (const { written, services } of groups.flatMap(({ endpoints }) => endpoints)) {
    const ports = services.flatMap((service) => service.ports);
    found.set(written, mergePorts([...(found.get(written) ?? []), ...ports]));
  }
  return found;
}

function isBeyond(gained: readonly PortRange[], accepted: readonly PortRange[]): boolean {
  return subtractPorts(gained, accepted).length > 0;
}
