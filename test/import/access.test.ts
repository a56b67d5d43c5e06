import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DocumentFact, DocumentRow } from '../../src/documents/document.ts';
import { importDocument } from '../../src/import/import-document.ts';
import type { Spec } from '../../src/language/types.ts';
import { getOrAdd } from '../../src/maps.ts';
import { type Destination, formatDestination } from '../../src/net/destination.ts';
import { compareText } from '../../src/net/order.ts';
import { type UrlPath, wholeHost } from '../../src/net/path.ts';
import { formatPortRange, mergePorts, type PortRange, subtractPorts } from '../../src/net/port.ts';
import { parsePortRange } from '../../src/net/port-text.ts';
import { hostileReading, settings } from '../support/import.ts';
import { anySettings, formerAs, specOf } from '../support/import-spec.ts';
import { must } from '../support/policy.ts';
import { atLeast, runs } from '../support/runs.ts';

// The access of the written spec, read by the language, against that of the rows by a model of its own.

const servicePorts = mergePorts(
  ['tcp/53', 'udp/53', 'udp/1-40'].map((text) => must(parsePortRange(text))),
);
const services = ['dns', 'udp/1-40'];

test('a part allows what its rows say: no destination, port or path more or less', () => {
  let count = 0;
  fc.assert(
    fc.property(hostileReading, anySettings, fc.boolean(), (reading, { form }, hasServices) => {
      const more = hasServices ? { services } : {};
      const imported = importDocument(reading, { ...settings, ...more }, formerAs(form));
      if (!imported.ok) return;
      const taken = reading.rows.filter((row) => isTaken(row, hasServices));
      expect(imported.value.sums.taken).toBe(taken.length);
      const access = accessOf(specOf(imported.value.part));
      expect(access).toEqual(accessOfRows(taken));
      count += access.length;
    }),
    { numRuns: runs(1000) },
  );
  expect(count).toBeGreaterThan(atLeast(1000));
});

function accessOf(spec: Spec): string[] {
  const access = new Access();
  for (const { endpoints, tier } of spec.groups) {
    for (const { destination, path, services } of endpoints)
      for (const { ports } of services) access.add(tier, destination, path, ports);
  }
  return access.lines();
}

function accessOfRows(rows: readonly DocumentRow[]): string[] {
  const access = new Access();
  for (const { section, verdict } of rows) {
    for (const fact of verdict.kind === 'facts' ? verdict.facts : []) {
      for (const { path, ports } of pathsOf(fact))
        access.add(section.tier ?? 'required', fact.destination, path, ports);
    }
  }
  return access.lines();
}

/** A row is taken as a whole if a spec can say each of its facts. */
function isTaken({ verdict }: DocumentRow, hasServices: boolean): boolean {
  if (verdict.kind !== 'facts') return false;
  return verdict.facts.every(({ destination, path, ports }) => {
    const isSaid = destination.kind !== 'any' && destination.kind !== 'self';
    const isOne =
      destination.kind === 'network' && destination.network.first === destination.network.last;
    const hasPaths = destination.kind === 'host' || isOne;
    return isSaid && (hasPaths || path === '/') && (ports.length > 0 || hasServices);
  });
}

/** The path of a fact on its ports. Without a scheme, port 80 means http and every other one https. */
function pathsOf({ scheme, path, ports: own }: DocumentFact) {
  const ports = own.length === 0 ? servicePorts : own;
  if (scheme !== undefined) return [{ path: pathOn(scheme, path, ports), ports }];
  const is80 = (range: PortRange) => formatPortRange(range) === 'tcp/80';
  const rest = ports.filter((range) => !is80(range));
  return [
    { path, ports: ports.filter(is80) },
    { path: pathOn('https', path, rest), ports: rest },
  ];
}

const contradicted = { https: [80], http: [443, 636, 853, 993, 995, 5061, 8883] };

/** A path is lost where no URL can have the ports: UDP alone, or ports that contradict the scheme. */
function pathOn(scheme: 'http' | 'https', path: UrlPath, ports: readonly PortRange[]): UrlPath {
  const hasUrl = ports.some(
    ({ transport, low, high }) =>
      transport === 'tcp' && (low < high || !contradicted[scheme].includes(low)),
  );
  return hasUrl ? path : wholeHost;
}

const http = must(parsePortRange('tcp/80'));

/** Ports by tier and destination, and on port 80 by path, since devices see it there. */
class Access {
  readonly #ports = new Map<string, PortRange[]>();

  add(tier: string, to: Destination, path: UrlPath, ports: readonly PortRange[]): void {
    const key = `${tier} ${formatDestination(to)}`;
    const without80 = subtractPorts(ports, [http]);
    for (const range of without80) getOrAdd(this.#ports, key, () => []).push(range);
    const has80 = subtractPorts([http], ports).length === 0;
    if (has80) getOrAdd(this.#ports, `${key} ${path}`, () => []).push(http);
  }

  lines(): string[] {
    return [...this.#ports]
      .map(([key, ports]) => `${key}: ${mergePorts(ports).map(formatPortRange).join(' ')}`)
      .sort(compareText);
  }
}
