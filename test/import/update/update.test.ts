import { describe, expect, test } from '@jest/globals';
import type { DocumentRow, DocumentSection } from '../../../src/documents/document.ts';
import type { ImportFiles } from '../../../src/import/import-files.ts';
import type { ImportSettings } from '../../../src/import/settings.ts';
import { factOf, readingOf, row, rowOf } from '../../support/import.ts';
import {
  firstImport,
  type Imports,
  specOfFiles,
  type UpdateWords,
  updateImport,
} from '../../support/import-update.ts';
import { hunkOf } from '../../support/rendered.ts';

const https = ['tcp/443'];

/** Rows of groups: `{ 1: 'a.example.com b.example.com' }`. */
function rows(
  groups: Readonly<Record<string, string>>,
  section: Partial<DocumentSection> = {},
): DocumentRow[] {
  return Object.entries(groups).flatMap(([key, hosts]) =>
    hosts.split(' ').map((host) => rowOf(host, https, { key, title: `Entry ${key}`, ...section })),
  );
}

function first(documentRows: readonly DocumentRow[], more: Partial<ImportSettings> = {}): Imports {
  const files = firstImport(readingOf(documentRows), more);
  if (files === undefined) throw new Error('the document is refused');
  return files;
}

type Edit = readonly [from: string, to: string];

/** The files after a person's edits of the part. */
function edited(files: Imports, ...edits: readonly Edit[]): Imports {
  const part = edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`not in the part: ${from}\n${text}`);
    return text.replace(from, () => to);
  }, files.part);
  return { ...files, part };
}

/** The files of an update, which a spec can include. */
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

const three = { 1: 'a.example.com c.example.com', 2: 'd.example.com' };

describe('one change of the document is one hunk', () => {
  const base = first(rows(three));
  const part = (groups: Readonly<Record<string, string>>) => updated(base, rows(groups)).part;
  const lines = (host: string) => ['        services: [https]', `      - host: ${host}`];

  test.each<[string, Readonly<Record<string, string>>, ReturnType<typeof hunkOf>]>([
    [
      'an added endpoint',
      { 1: 'a.example.com b.example.com c.example.com', 2: 'd.example.com' },
      { removed: [], added: lines('b.example.com') },
    ],
    [
      'an added first endpoint',
      { 1: 'a.a.example.com a.example.com c.example.com', 2: 'd.example.com' },
      { removed: [], added: lines('a.a.example.com') },
    ],
    [
      'a removed endpoint',
      { 1: 'c.example.com', 2: 'd.example.com' },
      { removed: lines('a.example.com'), added: [] },
    ],
    [
      'a removed last endpoint',
      { 1: 'a.example.com', 2: 'd.example.com' },
      { removed: lines('c.example.com'), added: [] },
    ],
  ])('%s', (_name, groups, hunk) => {
    expect(sortedHunk(base.part, part(groups))).toEqual(hunk);
  });

  test('an added group is at the place of its key', () => {
    const now = updated(base, [
      ...rows({ 1: three[1] }),
      ...rows({ 15: 'e.example.com' }),
      ...rows({ 2: three[2] }),
    ]).part;
    const { removed, added } = hunkOf(base.part, now);
    expect([removed, added.length]).toEqual([[], 8]);
    expect(now.indexOf('id: o365-15')).toBeGreaterThan(now.indexOf('id: o365-1\n'));
    expect(now.indexOf('id: o365-15')).toBeLessThan(now.indexOf('id: o365-2\n'));
  });

  test('a group without destinations is removed', () => {
    const { removed, added } = hunkOf(base.part, part({ 1: three[1] }));
    expect([removed.length, added]).toEqual([8, []]);
    expect(part({ 1: three[1] })).not.toContain('o365-2');
  });

  test('another port changes the services of an endpoint, and adds the service', () => {
    const now = updated(base, [
      rowOf('a.example.com', ['tcp/443', 'tcp/8883'], { key: '1', title: 'Entry 1' }),
      ...rows({ 1: 'c.example.com', 2: 'd.example.com' }),
    ]);
    expect(now.part).toBe(
      base.part
        .replace('groups:\n', '  tcp-8883:\n    ports: [tcp/8883]\n    application: tls\ngroups:\n')
        .replace('services: [https]', 'services: [https, tcp-8883]'),
    );
  });

  test('a new last key of an endpoint is above the new endpoint after it', () => {
    const section = { key: '1', title: 'Entry 1' };
    const fact = { ...factOf('a.example.com', ['tcp/443', 'tcp/8883']), printed: { port: 8883 } };
    const now = updated(base, [
      row({ kind: 'facts', facts: [fact] }, section),
      rowOf('b.example.com', ['tcp/443'], section),
      ...rows({ 1: 'c.example.com', 2: 'd.example.com' }),
    ]);
    expect(now.part).toContain(`
      - host: a.example.com
        services: [https, tcp-8883]
        printed: { port: 8883 }
      - host: b.example.com
        services: [https]
      - host: c.example.com
`);
  });
});

/** A hunk may begin at its second line, if that is equal to the one after it. */
function sortedHunk(before: string, after: string): ReturnType<typeof hunkOf> {
  const { removed, added } = hunkOf(before, after);
  return { removed: removed.toSorted(), added: added.toSorted() };
}

describe('what people wrote', () => {
  const base = first(rows(three));
  const host = '      - host: a.example.com\n        services: [https]\n';
  const without = rows({ 1: 'c.example.com', 2: 'd.example.com' });
  const plus = rows({ 1: 'a.example.com b.example.com c.example.com', 2: 'd.example.com' });

  test.each<[string, Edit]>([
    ['a comment', [host, `      # why\n${host}`]],
    ['a comment at a line', ['host: a.example.com', 'host: a.example.com # why']],
    ['a note', [host, `${host}        note: ours\n`]],
    [
      'a ticket',
      [host, `${host}        ticket: CHG-1\n        requester: Ann\n        expires: 2030-01-01\n`],
    ],
    ['tags and applications', ['    title: Entry 1\n', '    title: Entry 1\n    tags: [teams]\n']],
    [
      'its own endpoint',
      [host, `${host}      - host: ours.example.com\n        services: [root-only]\n`],
    ],
    [
      'its own service',
      ['services:\n', 'services:\n  ours: { ports: [tcp/99], application: other }\n'],
    ],
    [
      'its own need',
      ['groups:\n', 'unresolved:\n  - { id: ours, kind: silent, text: Ours }\ngroups:\n'],
    ],
    ['another style', [host, '      - { host: a.example.com, service: https }\n']],
    [
      'another order',
      [host, '      - services:\n          - https\n        host: a.example.com\n'],
    ],
    [
      'the domains of the document',
      ['    title: o365\n', '    title: o365\n    domains: [example.com]\n'],
    ],
  ])('stays: %s', (_name, edit) => {
    const files = edited(base, edit);
    expect(updated(files, rows(three)).part).toBe(files.part);
    expect(sortedHunk(files.part, updated(files, plus).part)).toEqual({
      removed: [],
      added: ['        services: [https]', '      - host: b.example.com'],
    });
  });

  test('is quoted where its endpoint is gone, and goes with its comments', () => {
    const files = edited(base, [host, `      # asked by Ann\n${host}        ticket: CHG-1\n`]);
    const now = updated(files, without);
    expect(now.lost).toEqual([
      {
        group: 'o365-1',
        destination: 'host a.example.com',
        notes: [['ticket', 'CHG-1']],
        comments: ['asked by Ann'],
      },
    ]);
    expect(now.part).toBe(updated(base, without).part);
  });

  test('is quoted where its group is gone', () => {
    const files = edited(base, ['  - id: o365-2\n', '  # for the branch\n  - id: o365-2\n']);
    const now = updated(files, rows({ 1: three[1] }));
    expect(now.lost).toMatchObject([{ group: 'o365-2', comments: ['for the branch'] }]);
    expect(now.part).not.toContain('for the branch');
  });

  test('keeps a group with an endpoint of its own', () => {
    const own = '      - host: ours.example.com\n        services: [root-only]\n';
    const files = edited(base, [
      '      - host: d.example.com\n',
      `${own}      - host: d.example.com\n`,
    ]);
    const now = updated(files, rows({ 1: three[1] }));
    expect(now.part).toContain(`id: o365-2`);
    expect(now.part).toContain(own);
    expect(now.part).not.toContain('d.example.com');
  });

  test('a removed endpoint and a removed group stay removed', () => {
    const files = edited(base, [host, '']);
    const now = updated(files, plus);
    expect(now.part).not.toContain('host: a.example.com');
    expect(now.part).toContain('host: b.example.com');
    expect(now.kept).toEqual([
      { kind: 'removed', group: 'o365-1', destination: 'host a.example.com' },
    ]);
    const [group = ''] = /^ {2}- id: o365-2[\s\S]*/m.exec(base.part) ?? [];
    const less = updated(edited(base, [group, '']), plus);
    expect(less.kept).toEqual([{ kind: 'removed', group: 'o365-2', destination: undefined }]);
    expect(less.part).not.toContain('o365-2');
  });

  test('a declined host is not allowed later', () => {
    const declined =
      'unresolved:\n  - { id: x, kind: declined, text: X, names: [b.example.com] }\n';
    const files = edited(base, ['groups:\n', `${declined}groups:\n`]);
    const now = updated(files, plus);
    expect(now.part).toBe(files.part);
    expect(now.kept).toEqual([
      { kind: 'declined', group: 'o365-1', destination: 'host b.example.com' },
    ]);
  });

  test('an endpoint that the document names later is not written twice', () => {
    const own = '      - host: b.example.com # first\n        services: [https]\n';
    const files = edited(base, [host, host + own]);
    expect(updated(files, plus).part).toBe(files.part);
  });

  test('a changed service name with equal ports stays', () => {
    const files = edited(base, ['  https:\n', '  web:\n']);
    const renamed = { ...files, part: files.part.replaceAll('[https]', '[web]') };
    expect(updated(renamed, plus).part).toBe(
      updated(base, plus).part.replaceAll('[https]', '[web]').replace('  https:', '  web:'),
    );
  });

  test('services that a person changed are the document’s again', () => {
    const files = edited(base, [host, host.replace('https', 'root-only')]);
    expect(updated(files, plus).part).toBe(updated(base, plus).part);
  });
});

describe('a tier and an inspection', () => {
  const at = (tier: DocumentSection['tier'], inspection: DocumentSection['inspection'] = 'allow') =>
    rows({ 1: 'a.example.com' }, { tier, inspection });
  const bypass = { reader: { bypass: ['Optimize'] } };
  const asked = { asked: { tier: true, inspection: true } };
  const lines = ({ part }: Imports) =>
    [...part.matchAll(/^ {4}(?:tier|inspection): (\w+)$/gm)].map(([, value]) => value);

  test('that a person changed stays, and is reported', () => {
    const files = edited(first(at('required')), ['tier: required', 'tier: optional']);
    const now = updated(files, at('required'));
    expect(lines(now)).toEqual(['optional', 'allow']);
    expect(now.kept).toEqual([
      { kind: 'tier', group: 'o365-1', yours: 'optional', document: 'required', reason: 'edited' },
    ]);
  });

  test('that the document raises stays, unless the user asks', () => {
    const now = updated(first(at('optional')), at('required'));
    expect(lines(now)).toEqual(['optional', 'allow']);
    expect(now.kept).toMatchObject([{ kind: 'tier', yours: 'optional', reason: 'wider' }]);
    expect(lines(updated(first(at('optional')), at('required'), asked))).toEqual([
      'required',
      'allow',
    ]);
  });

  test('that the document lowers is taken', () => {
    const now = updated(first(at('required')), at('recommended'));
    expect(lines(now)).toEqual(['recommended', 'allow']);
    expect(now.kept).toEqual([]);
  });

  test('is never turned into bypass unasked', () => {
    const files = first(at('required'));
    const rowsWithBypass = readingOf(at('required', 'bypass'));
    const now = updateImport(files, rowsWithBypass, bypass);
    expect(now && lines(now)).toEqual(['required', 'allow']);
    expect(now?.kept).toMatchObject([{ kind: 'inspection', document: 'bypass', reason: 'wider' }]);
    const granted = updateImport(files, rowsWithBypass, bypass, asked);
    expect(granted && lines(granted)).toEqual(['required', 'bypass']);
  });

  test('of bypass becomes allow with the document', () => {
    const files = first(at('required', 'bypass'), bypass);
    expect(lines(files)).toEqual(['required', 'bypass']);
    expect(lines(updated(files, at('required')))).toEqual(['required', 'allow']);
  });
});

describe('lists', () => {
  const many = Array.from({ length: 25 }, (_, index) => `h${index}.example.com`);
  const few = many.slice(0, 5);
  const group = (hosts: readonly string[]) => rows({ 1: hosts.join(' ') });

  test('stay lists, and are removed when nothing is left', () => {
    const files = first([...group(many), ...rows({ 2: 'x.example.com' })]);
    const now = updated(files, [...group(few), ...rows({ 2: 'x.example.com' })]);
    expect(now.part).toBe(files.part);
    expect([...now.lists.values()]).toEqual([`${[...few].sort().join('\n')}\n`]);
    const gone = updated(now, rows({ 2: 'x.example.com' }));
    expect([...gone.lists]).toEqual([]);
    expect(gone.removedLists).toEqual([...files.lists.keys()]);
  });

  test('replace inline endpoints that become many, unless people wrote in them', () => {
    const files = first(group(few));
    expect(files.lists.size).toBe(0);
    const now = updated(files, group(many));
    expect(now.lists.size).toBe(1);
    expect(now.part).not.toContain('host:');
    const noted = edited(files, [
      'host: h0.example.com\n',
      'host: h0.example.com\n        note: ours\n',
    ]);
    const inline = updated(noted, group(many));
    expect(inline.lists.size).toBe(0);
    expect(inline.part).toContain('note: ours');
    expect(inline.part.match(/host:/g)).toHaveLength(25);
  });

  test('and an endpoint that a person wrote beside one both stay', () => {
    const files = first(group(many));
    const own =
      '    endpoints:\n      - host: h0.example.com\n        services: [https]\n        note: ours\n';
    const beside = edited(files, ['    endpoints:\n', own]);
    const now = updated(beside, group(many.slice(0, 24)));
    expect(now.part).toBe(beside.part);
  });
});

describe('needs', () => {
  const need = (words: string, line: number) =>
    row({ kind: 'unresolved', reason: 'no port' }, { key: '1' }, line, words);
  const base = [...rows({ 1: 'a.example.com' }), need('The updates', 93)];

  test('keep the line at which they were first seen until the user asks', () => {
    const files = first(base);
    const moved = [...rows({ 1: 'a.example.com' }), need('The updates', 97)];
    expect(files.part).toContain('line 93');
    expect(updated(files, moved).part).toBe(files.part);
    expect(updated(files, moved, { isRestamped: true }).part).toContain('line 97');
  });

  test('come and go', () => {
    const files = first(base);
    const less = updated(files, rows({ 1: 'a.example.com' }));
    expect(less.part).not.toContain('unresolved');
    expect(updated(less, base).part).toBe(files.part);
  });

  test('that a person declined, edited or removed stay so', () => {
    const files = first(base);
    const declined = edited(files, ['kind: demanded', 'kind: declined']);
    expect(updated(declined, base).part).toBe(declined.part);
    expect(updated(declined, rows({ 1: 'a.example.com' })).part).toBe(declined.part);
    const [whole = ''] = /^unresolved:[\s\S]*/m.exec(files.part) ?? [];
    const removed = edited(files, [whole, '']);
    expect(updated(removed, base).part).toBe(removed.part);
  });
});

test('line ends of another system stay', () => {
  const files = first(rows(three));
  const windows = { ...files, part: files.part.replaceAll('\n', '\r\n') };
  const now = updated(windows, rows({ 1: 'a.example.com b.example.com', 3: 'e.example.com' }));
  expect(now.part.replaceAll('\r\n', '')).not.toContain('\n');
  expect(now.part.replaceAll('\r\n', '\n')).toBe(
    updated(files, rows({ 1: 'a.example.com b.example.com', 3: 'e.example.com' })).part,
  );
});

test('a part in brackets stays in brackets', () => {
  const files = first(rows({ 1: 'a.example.com c.example.com' }));
  const part = `version: 1
documents: { o365: { title: o365, sha256: ${'e1'.repeat(32)} } }
services: { https: { ports: [tcp/443], application: tls } }
groups: [{ id: o365-1, title: Entry 1, tier: required, inspection: allow, source: { document: o365 }, endpoints: [{ host: a.example.com, service: https }, { host: c.example.com, service: https }] }]
`;
  const now = updated(
    { ...files, part },
    rows({ 1: 'b.example.com c.example.com', 2: 'd.example.com' }),
  );
  expect(now.part).toBe(`version: 1
documents: { o365: { title: o365, sha256: ${'e1'.repeat(32)} } }
services: { https: { ports: [tcp/443], application: tls } }
groups: [{ id: o365-1, title: Entry 1, tier: required, inspection: allow, source: { document: o365 }, endpoints: [{ host: "b.example.com", services: [https] }, { host: c.example.com, service: https }] }, { id: o365-2, title: "Entry 2", tier: required, inspection: allow, source: { document: o365 }, endpoints: [{ host: "d.example.com", services: [https] }] }]
`);
});
