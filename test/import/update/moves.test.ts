import { describe, expect, test } from '@jest/globals';
import type { DocumentRow } from '../../../src/documents/document.ts';
import type { ImportFiles } from '../../../src/import/import-files.ts';
import { keptText } from '../../../src/report/import/words.ts';
import { readingOf, rowOf } from '../../support/import.ts';
import {
  firstImport,
  type Imports,
  specOfFiles,
  type UpdateWords,
  updateImport,
} from '../../support/import-update.ts';

type Tier = 'required' | 'recommended' | 'optional';

/** Rows as a table with a tier column has them: `{ required: 'a.example.com' }`. */
function rows(tiers: Readonly<Partial<Record<Tier, string>>>, port = 'tcp/443'): DocumentRow[] {
  return Object.entries(tiers).flatMap(([tier, hosts]) =>
    hosts
      .split(' ')
      .map((host) => rowOf(host, [port], { key: tier, title: 'Hosts', tier: tier as Tier })),
  );
}

function first(documentRows: readonly DocumentRow[]): Imports {
  const files = firstImport(readingOf(documentRows));
  if (files === undefined) throw new Error('the document is refused');
  return files;
}

function edited(files: Imports, ...edits: readonly (readonly [string, string])[]): Imports {
  const part = edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`not in the part: ${from}\n${text}`);
    return text.replace(from, () => to);
  }, files.part);
  return { ...files, part };
}

function updated(
  files: Imports,
  documentRows: readonly DocumentRow[],
  words: UpdateWords = {},
): ImportFiles {
  const now = updateImport(files, readingOf(documentRows), {}, words);
  if (now === undefined) throw new Error('the document is refused');
  specOfFiles(now);
  return now;
}

/** The tiers in which the spec has a host. */
function tiersOf(files: Imports, host: string): string[] {
  const { groups } = specOfFiles(files);
  return groups.flatMap(({ tier, endpoints }) =>
    endpoints.flatMap(({ destination }) => {
      const isIt = destination.kind === 'host' && JSON.stringify(destination).includes(host);
      return isIt ? [tier] : [];
    }),
  );
}

/** What has no effect on access: a tier that people changed, or what they wrote. */
function keptOf({ kept }: ImportFiles): string[] {
  return kept.map(keptText);
}

const mixed = { required: 'a.example.com', optional: 'f.example.com u.example.com' };
const raised = { required: 'a.example.com f.example.com', optional: 'u.example.com' };
const noted: readonly (readonly [string, string])[] = [
  [
    'host: f.example.com\n        services: [https]\n',
    'host: f.example.com\n        services: [https]\n        expires: 2026-12-31\n        ticket: NET-7\n',
  ],
  ['      - host: f.example.com', '      # asked by sales\n      - host: f.example.com'],
];

describe('a row that the document moves to a stronger tier', () => {
  const base = edited(first(rows(mixed)), ...noted);

  test('stays where it is with what people wrote, and is reported', () => {
    const now = updated(base, rows(raised));
    expect(now.part).toBe(base.part);
    expect(now.lost).toEqual([]);
    expect(keptOf(now)).toEqual([
      'host f.example.com of o365-optional stays optional because an update never allows more unasked; the document has required; to take it, move it to the group o365-required with tier: required',
    ]);
  });

  test('stays so at each update, and goes when the document drops it', () => {
    const now = updated(updated(base, rows(raised)), rows(raised));
    expect(now.part).toBe(base.part);
    expect(keptOf(now)).toHaveLength(1);
    const without = updated(now, rows({ required: 'a.example.com', optional: 'u.example.com' }));
    expect(without.part).not.toContain('f.example.com');
    expect(without.lost[0]?.notes).toEqual([
      ['ticket', 'NET-7'],
      ['expires', '2026-12-31'],
    ]);
  });

  test('is taken when the user moves it by hand, or asks', () => {
    const held = updated(base, rows(raised));
    const block =
      '      # asked by sales\n      - host: f.example.com\n        services: [https]\n        expires: 2026-12-31\n        ticket: NET-7\n';
    const byHand = edited(
      held,
      [block, ''],
      ['      - host: a.example.com', `${block}      - host: a.example.com`],
    );
    const now = updated(byHand, rows(raised));
    expect([now.part, now.kept]).toEqual([byHand.part, []]);
    const asked = updated(base, rows(raised), { asked: { tier: true, inspection: false } });
    expect(tiersOf(asked, 'f.example.com')).toEqual(['required']);
    expect(asked.part).toContain('ticket: NET-7');
  });

  test('stays in its group when the document has nothing else there', () => {
    const now = updated(base, rows({ required: 'a.example.com f.example.com u.example.com' }));
    expect([now.part, keptOf(now).length]).toEqual([base.part, 2]);
    const again = updated(now, rows({ required: 'a.example.com f.example.com u.example.com' }));
    expect([again.part, again.record]).toEqual([base.part, now.record]);
  });

  test('stays there when the document still has it there too', () => {
    const both = { required: 'a.example.com f.example.com', optional: mixed.optional };
    const now = updated(base, rows(both));
    expect([now.part, tiersOf(now, 'f.example.com')]).toEqual([base.part, ['optional']]);
    expect(keptOf(now)).toHaveLength(1);
  });

  test('with a new port is taken there: nothing had that port before', () => {
    const now = updated(base, [...rows(mixed), ...rows({ required: 'f.example.com' }, 'tcp/8443')]);
    expect(tiersOf(now, 'f.example.com')).toEqual(['required', 'optional']);
  });

  test('does not override a tier that a person set', () => {
    const lowered = edited(first(rows({ required: 'a.example.com f.example.com' })), [
      'tier: required',
      'tier: optional',
    ]);
    const now = updated(lowered, rows({ recommended: 'f.example.com', required: 'a.example.com' }));
    expect(tiersOf(now, 'f.example.com')).toEqual(['optional']);
  });

  test('stays a line of its list', () => {
    const many = Array.from({ length: 22 }, (_, index) => `h${index}.example.com`);
    const listed = first(rows({ required: 'a.example.com', optional: many.join(' ') }));
    const now = updated(listed, rows({ required: `a.example.com ${many.join(' ')}` }));
    expect([now.part, now.lists]).toEqual([listed.part, listed.lists]);
    const some = updated(
      listed,
      rows({ required: 'a.example.com h5.example.com', optional: many.slice(6).join(' ') }),
    );
    expect(tiersOf(some, 'h5.example.com')).toEqual(['optional']);
    expect(tiersOf(some, 'h4.example.com')).toEqual([]);
    expect(some.part).toBe(listed.part);
  });
});

describe('a row that moves and gets no more', () => {
  test('takes with it what people wrote', () => {
    const base = edited(first(rows(raised)), ...noted);
    const now = updated(base, rows(mixed));
    expect(tiersOf(now, 'f.example.com')).toEqual(['optional']);
    expect(now.lost).toEqual([]);
    expect(now.part).toMatch(
      /- host: f\.example\.com\n {8}# asked by sales\n {8}services: \[https\]\n {8}ticket: NET-7\n {8}expires: "?2026-12-31"?\n/,
    );
  });

  test('goes to a new group with it, and out of one that is gone', () => {
    const base = edited(first(rows({ required: 'f.example.com' })), ...noted);
    const now = updated(base, rows({ recommended: 'f.example.com' }));
    expect(tiersOf(now, 'f.example.com')).toEqual(['recommended']);
    expect([now.lost, now.part.match(/ticket: NET-7/g)]).toEqual([[], ['ticket: NET-7']]);
    const again = updated(now, rows({ recommended: 'f.example.com' }));
    expect([again.part, again.record]).toEqual([now.part, now.record]);
  });

  test('and that people wrote in is no line of a list', () => {
    const many = Array.from({ length: 22 }, (_, index) => `h${index}.example.com`).join(' ');
    const base = edited(first(rows({ required: 'f.example.com', optional: many })), ...noted);
    const now = updated(base, rows({ optional: `f.example.com ${many}` }));
    expect([now.lost, now.part.match(/ticket: NET-7/g)]).toEqual([[], ['ticket: NET-7']]);
    const again = updated(now, rows({ optional: `f.example.com ${many}` }));
    expect([again.part, again.lists]).toEqual([now.part, now.lists]);
  });
});

test('what a person removed does not come back under another group', () => {
  const base = first(rows(mixed));
  const start = base.part.indexOf('  - id: o365-optional');
  const removed = { ...base, part: base.part.slice(0, start) };
  const now = updated(removed, rows(raised));
  expect(tiersOf(now, 'f.example.com')).toEqual([]);
  expect(keptOf(now)).toContain(
    'host f.example.com of o365-required stays removed; the document still has it',
  );
  const again = updated(now, rows(raised));
  expect(tiersOf(again, 'f.example.com')).toEqual([]);
  expect(again.part).toBe(now.part);
});
