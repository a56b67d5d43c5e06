import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AuditReport } from '../../src/audit/report.ts';
import type { DocumentRow } from '../../src/documents/document.ts';
import { getOrAdd } from '../../src/maps.ts';
import { type Destination, formatDestination } from '../../src/net/destination.ts';
import { portsCover } from '../../src/net/port.ts';
import { parsePortRange } from '../../src/net/port-text.ts';
import { holdsByExpression, sharedPlace, smallUniverse } from '../support/arbitrary.ts';
import { factOf, rowOf } from '../support/import.ts';
import { specText } from '../support/load.ts';
import { must } from '../support/policy.ts';
import { runs } from '../support/runs.ts';
import { audited, found } from './audited.ts';

/** The services of the specs, by their name. */
const services: Readonly<Record<string, readonly string[]>> = {
  one: ['tcp/1'],
  two: ['tcp/1', 'udp/2'],
  run: ['tcp/1-3'],
  far: ['udp/9'],
};

const ports = ['tcp/1', 'tcp/2', 'tcp/3', 'udp/2', 'udp/9'];

/** A destination on a service, as a row prints it and as an endpoint writes it. */
type Item = { readonly place: string; readonly service: string };

const item: fc.Arbitrary<Item> = fc.record({
  // The names below have at most four labels.
  place: sharedPlace.filter((place) => /^[0-9:]|\./.test(place) && place.split('.').length <= 4),
  service: fc.constantFrom(...Object.keys(services)),
});

const items = fc.uniqueArray(item, {
  minLength: 1,
  maxLength: 6,
  selector: ({ place, service }) => `${place} ${service}`,
});

function auditOf(endpoints: readonly Item[], rows: readonly Item[]): AuditReport {
  const files = {
    'spec.yaml': specText({
      head: 'documents:\n  guide: { title: Guide }',
      services: Object.entries(services)
        .map(([name, own]) => `  ${name}: { ports: [${own.join(', ')}], application: other }`)
        .join('\n'),
      group: '    source: { document: guide }',
      endpoints: endpoints.map(
        ({ place, service }) =>
          `{ ${isNetwork(place) ? 'network' : 'host'}: "${place}", service: ${service} }`,
      ),
    }),
  };
  return audited(
    files,
    rows.map((each, index) => namedBy(each, index + 1)),
  );
}

function isNetwork(place: string): boolean {
  return /[0-9:]/.test(place.charAt(0)) || place.includes(':');
}

function namedBy({ place, service }: Item, line: number): DocumentRow {
  return rowOf(place, services[service] ?? [], {}, line);
}

/** Every name or address that a place contains, as a text. */
function pointsOf({ place }: Item): readonly string[] {
  return getOrAdd(points, place, () => {
    const destination = destinationOf(place);
    if (destination.kind === 'host')
      return smallUniverse.filter((name) => holdsByExpression(destination.host, name));
    if (destination.kind !== 'network') throw new Error(place);
    const { family, first, last } = destination.network;
    return Array.from(
      { length: Number(last - first) + 1 },
      (_, step) => `${family} ${Number(first) + step}`,
    );
  });
}

const points = new Map<string, readonly string[]>();
const destinations = new Map<string, Destination>();

function destinationOf(place: string): Destination {
  return getOrAdd(destinations, place, () => factOf(place, []).destination);
}

function hasPort({ service }: Item, port: string): boolean {
  const wanted = must(parsePortRange(port));
  return (services[service] ?? []).some((range) => portsCover(must(parsePortRange(range)), wanted));
}

/** All points with their ports. */
function atomsOf(all: readonly Item[]): ReadonlySet<string> {
  return new Set(
    all.flatMap((each) =>
      ports
        .filter((port) => hasPort(each, port))
        .flatMap((port) => pointsOf(each).map((point) => `${point} ${port}`)),
    ),
  );
}

function subjectOf({ place }: Item): string {
  return formatDestination(destinationOf(place));
}

function isFoundMissing({ missing }: AuditReport, each: Item, port: string): boolean {
  const wanted = must(parsePortRange(port));
  return missing.some(
    ({ subject, ports: lacking }) =>
      subject === subjectOf(each) && lacking.some((range) => portsCover(range, wanted)),
  );
}

describe('for any document and spec', () => {
  test('what the document prints exactly is neither missing nor extra', () => {
    fc.assert(
      fc.property(items, (all) => {
        expect(found(auditOf(all, all))).toEqual([]);
      }),
      { numRuns: runs(200) },
    );
  });

  test('each endpoint that is taken away is missing, unless the others allow all of it', () => {
    fc.assert(
      fc.property(items, fc.nat(), (all, at) => {
        const taken = all[at % all.length];
        if (taken === undefined || all.length < 2) return;
        const rest = all.filter((each) => each !== taken);
        const allowed = atomsOf(rest);
        const report = auditOf(rest, all);
        for (const port of ports.filter((each) => hasPort(taken, each))) {
          const isAllowed = pointsOf(taken).every((point) => allowed.has(`${point} ${port}`));
          if (!isAllowed) expect(isFoundMissing(report, taken, port)).toBe(true);
        }
      }),
      { numRuns: runs(200) },
    );
  });

  test('nothing that a row names is denied without a finding', () => {
    fc.assert(
      fc.property(items, items, (endpoints, rows) => {
        const allowed = atomsOf(endpoints);
        const report = auditOf(endpoints, rows);
        for (const each of rows) {
          for (const port of ports.filter((one) => hasPort(each, one))) {
            const isAllowed = pointsOf(each).every((point) => allowed.has(`${point} ${port}`));
            if (!isAllowed)
              expect([each, port, isFoundMissing(report, each, port)]).toEqual([each, port, true]);
          }
        }
      }),
      { numRuns: runs(200) },
    );
  });

  test('an endpoint is extra on exactly the ports on which no row meets it, and wider where rows name a part', () => {
    fc.assert(
      fc.property(items, items, (endpoints, rows) => {
        const report = auditOf(endpoints, rows);
        for (const each of endpoints) {
          for (const port of ports.filter((one) => hasPort(each, one)))
            expect([each, port, extraKind(report, each, port)]).toEqual([
              each,
              port,
              wantedKind(each, port, rows),
            ]);
        }
      }),
      { numRuns: runs(200) },
    );
  });
});

function extraKind({ extra }: AuditReport, { place }: Item, port: string): string {
  const wanted = must(parsePortRange(port));
  const own = extra.find(
    (each) =>
      each.endpoint.written === place && each.ports.some((range) => portsCover(range, wanted)),
  );
  if (own === undefined) return 'named';
  return own.kind === 'wider' ? 'wider' : 'extra';
}

/** Networks may name a network together; each name of a wildcard has more names than the small universe. */
function wantedKind(each: Item, port: string, rows: readonly Item[]): string {
  const own = pointsOf(each);
  const named = rows.filter((row) => hasPort(row, port)).map((row) => new Set(pointsOf(row)));
  const parts = named.filter((points) => own.some((point) => points.has(point)));
  if (parts.length === 0) return 'extra';
  const together = isNetwork(each.place) ? [new Set(parts.flatMap((part) => [...part]))] : parts;
  return together.some((points) => own.every((point) => points.has(point))) ? 'named' : 'wider';
}

test('the time of an audit grows with the number of rows and endpoints, not with its square', () => {
  const timeOf = (count: number): number => {
    const many = Array.from({ length: count }, (_, index) => ({
      place:
        index % 2 === 0
          ? `h${index}.b${index % 97}.example.com`
          : `10.${index >> 8}.${index & 255}.0/24`,
      service: 'one',
    }));
    const other = many.map((each, index) => ({
      ...each,
      place: index % 4 === 0 ? each.place.replace('example', 'exampel') : each.place,
    }));
    const start = process.cpuUsage();
    const report = auditOf(many, other);
    const { user } = process.cpuUsage(start);
    expect(report.missing.length).toBeGreaterThan(count / 8);
    return user;
  };
  timeOf(200);
  const [small, large] = [timeOf(1000), timeOf(4000)];
  expect(large).toBeLessThan(12 * small);
});
