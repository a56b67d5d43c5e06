import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DocumentReading, DocumentRow } from '../../../src/documents/document.ts';
import { readExistingPart } from '../../../src/import/update/existing-part.ts';
import { type Spec, type Tier, tiers } from '../../../src/language/types.ts';
import { toValue } from '../../../src/language/yaml/node.ts';
import { formatDestination } from '../../../src/net/destination.ts';
import { compareText } from '../../../src/net/order.ts';
import { formatPortRange } from '../../../src/net/port.ts';
import { hostileReading } from '../../support/import.ts';
import { firstImport, specOfFiles, updateImport } from '../../support/import-update.ts';
import { must } from '../../support/policy.ts';
import { atLeast, runs, triesAll } from '../../support/runs.ts';

/** Two revisions of a document, with rows in common and sections that keep their tiers. */
const revisions: fc.Arbitrary<readonly [DocumentReading, DocumentReading]> = fc
  .tuple(hostileReading, hostileReading)
  .chain(([one, other]) => {
    const some = (rows: readonly DocumentRow[]) => fc.subarray([...rows]);
    const before = fc.tuple(some(one.rows), some(other.rows)).map(([a, b]) => [...a, ...b]);
    const after = fc.tuple(some(one.rows), some(other.rows)).map(([a, b]) => [...a, ...b]);
    return fc.tuple(before, after).map(([old, now]) => {
      return [
        { ...one, rows: old },
        { ...other, rows: now },
      ] as const;
    });
  });

const asked = { tier: true, inspection: true };

function accessOf({ groups }: Spec): string[] {
  const lines = groups.flatMap(({ id, tier, endpoints }) =>
    endpoints.flatMap(({ destination, path, services, inspection }) => {
      const ports = services.flatMap((service) => service.ports.map(formatPortRange));
      const sorted = [...new Set(ports)].sort(compareText).join(' ');
      return `${id} ${tier} ${inspection} ${formatDestination(destination)}${path} ${sorted}`;
    }),
  );
  return [...new Set(lines)].sort(compareText);
}

test('an update to a document has the access and the needs of its import', () => {
  let count = 0;
  fc.assert(
    fc.property(revisions, ([old, now]) => {
      const before = firstImport(old);
      const whole = firstImport(now);
      if (before === undefined || whole === undefined) return;
      const updated = updateImport(before, now, {}, { asked });
      if (updated === undefined) throw new Error('an update refused what an import accepted');
      expect(updated.kept).toEqual([]);
      expect(accessOf(specOfFiles(updated))).toEqual(accessOf(specOfFiles(whole)));
      const needs = ({ unresolved }: Spec) =>
        unresolved.map(({ id, kind, text }) => `${id} ${kind} ${text}`).sort(compareText);
      expect(needs(specOfFiles(updated))).toEqual(needs(specOfFiles(whole)));
      expect(updated.record).toBe(whole.record);
      count += 1;
    }),
    { numRuns: runs(600) },
  );
  expect(count).toBeGreaterThan(atLeast(150));
});

test('an update to the same document changes no byte', () => {
  let count = 0;
  fc.assert(
    fc.property(hostileReading, (reading) => {
      const before = firstImport(reading);
      if (before === undefined) return;
      const after = updateImport(before, reading);
      expect(after?.part).toBe(before.part);
      expect(after?.lists).toEqual(before.lists);
      expect(after?.record).toBe(before.record);
      count += 1;
    }),
    { numRuns: runs(300) },
  );
  expect(count).toBeGreaterThan(atLeast(100));
});

test('an update after an update changes no byte', () => {
  let count = 0;
  fc.assert(
    fc.property(revisions, ([old, now]) => {
      const before = firstImport(old);
      const once = before && updateImport(before, now, {}, { asked });
      if (once === undefined) return;
      const twice = updateImport(once, now, {}, { asked });
      expect(twice?.part).toBe(once.part);
      expect(twice?.lists).toEqual(once.lists);
      expect(twice?.record).toBe(once.record);
      count += 1;
    }),
    { numRuns: runs(300) },
  );
  // The few runs of the unit gear may count none.
  if (triesAll) expect(count).toBeGreaterThan(50);
});

test('an update of a part that another program wrote has the access of its import', () => {
  let count = 0;
  fc.assert(
    fc.property(revisions, fc.constantFrom(undefined, 2), ([old, now], indent) => {
      const before = firstImport(old);
      const whole = firstImport(now);
      if (before === undefined || whole === undefined) return;
      const { root } = must(readExistingPart('part.yaml', before.part));
      const part = `${JSON.stringify(toValue(root), null, indent)}\n`;
      const updated = updateImport({ ...before, part }, now, {}, { asked });
      if (updated === undefined) throw new Error('an update refused what an import accepted');
      expect(accessOf(specOfFiles(updated))).toEqual(accessOf(specOfFiles(whole)));
      count += 1;
    }),
    { numRuns: runs(300) },
  );
  // The few runs of the unit gear may count none.
  if (triesAll) expect(count).toBeGreaterThan(60);
});

test('what people wrote stays with what stays, and is quoted where its endpoint is gone', () => {
  let [kept, lost] = [0, 0];
  fc.assert(
    fc.property(revisions, fc.boolean(), ([old, now], isCrlf) => {
      const first = firstImport(old);
      if (first === undefined) return;
      const edited = editedByPeople(first.part);
      const before = { ...first, part: isCrlf ? edited.replaceAll('\n', '\r\n') : edited };
      const updated = updateImport(before, now, {}, { asked });
      if (updated === undefined) return;
      const { part } = updated;
      expect(part.replaceAll('\r\n', '').includes('\n')).toBe(isCrlf ? false : part.includes('\n'));
      expect(part).toContain('# at the top');
      expect(part).toContain('ours.example.com');
      const notes = notesIn(part);
      const quoted = updated.lost.flatMap((each) => [
        ...each.notes.map(([, text]) => text),
        ...each.comments,
      ]);
      for (const text of notesIn(edited)) {
        expect(notes.includes(text)).toBe(!quoted.includes(text));
        if (notes.includes(text)) kept += 1;
        else lost += 1;
      }
    }),
    { numRuns: runs(300) },
  );
  if (triesAll) expect(Math.min(kept, lost)).toBeGreaterThan(20);
});

/** A part with a ticket and a comment at each inline endpoint, a group of its own, and a comment at the top. */
function editedByPeople(part: string): string {
  const { groups } = must(readExistingPart('part.yaml', part));
  const items = [...groups.values()].flatMap((group) => group.items);
  let text = part;
  for (const [index, { node, form }] of [...items.entries()].reverse()) {
    if (form === 'list') continue;
    const end = part.indexOf('\n', node.end);
    text = `${text.slice(0, end)}\n        ticket: CHG-${index}\n        # comment ${index}${text.slice(end)}`;
  }
  const own = `groups:\n  # at the top\n  - { id: ours, title: Ours, tier: optional, endpoints: [{ host: ours.example.com, service: root-only }] }\n`;
  return text.replace(/^groups:\n/m, own);
}

function notesIn(part: string): string[] {
  return [...part.matchAll(/ticket: (CHG-\d+)|# (comment \d+)/g)].map(
    ([, ticket, comment]) => ticket ?? comment ?? '',
  );
}

test('an update that is not asked to never raises a tier and never turns allow into bypass', () => {
  let [count, held] = [0, 0];
  const one = fc.constantFrom<Tier>('required', 'recommended', 'optional');
  const shifts = fc.array(fc.tuple(one, fc.constantFrom('a', 'b', '')), {
    minLength: 1,
    maxLength: 6,
  });
  const settings = { inspection: 'bypass', reader: { bypass: ['x'] } } as const;
  fc.assert(
    fc.property(revisions, shifts, ([old, now], shift) => {
      const rows = now.rows.map((row, index): DocumentRow => {
        const [tier, key] = shift[index % shift.length] ?? ['required', ''];
        return { ...row, section: { ...row.section, tier, key } };
      });
      const before = firstImport(old, settings);
      const after = before && updateImport(before, { ...now, rows }, settings);
      if (before === undefined || after === undefined) return;
      const [first, second] = [strengthOf(specOfFiles(before)), strengthOf(specOfFiles(after))];
      for (const [key, strength] of second)
        expect(strength).toBeLessThanOrEqual(first.get(key) ?? 9);
      held += after.kept.length > 0 ? 1 : 0;
      count += 1;
    }),
    { numRuns: runs(400) },
  );
  if (triesAll) expect(Math.min(count, held)).toBeGreaterThan(15);
});

/** How much each destination and port has: the strongest tier, and bypass. */
function strengthOf({ groups }: Spec): Map<string, number> {
  const strengths = new Map<string, number>();
  for (const { tier, endpoints } of groups)
    for (const { destination, path, services, inspection } of endpoints)
      for (const port of services.flatMap((service) => service.ports.map(formatPortRange))) {
        const place = `${formatDestination(destination)}${path} ${port}`;
        const has: [string, number][] = [
          [`tier ${place}`, 3 - tiers.indexOf(tier)],
          [`bypass ${place}`, inspection === 'bypass' ? 1 : 0],
        ];
        for (const [key, strength] of has)
          strengths.set(key, Math.max(strength, strengths.get(key) ?? 0));
      }
  return strengths;
}
