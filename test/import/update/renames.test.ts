import { describe, expect, test } from '@jest/globals';
import type { DocumentRow } from '../../../src/documents/document.ts';
import type { ImportFiles } from '../../../src/import/import-files.ts';
import { keptText } from '../../../src/report/import/words.ts';
import { readingOf, rowOf } from '../../support/import.ts';
import {
  firstImport,
  type Imports,
  specOfFiles,
  updateImport,
} from '../../support/import-update.ts';

/** Rows of groups, each with a line of its own: `{ a: 'a.example.com b.example.com' }`. */
function rows(groups: Readonly<Record<string, string>>): DocumentRow[] {
  return Object.entries(groups).flatMap(([key, hosts]) =>
    hosts.split(' ').map((host) => rowOf(host, ['tcp/443'], { key, title: `Entry ${key}` })),
  );
}

function imported(groups: Readonly<Record<string, string>>): Imports {
  const files = firstImport(readingOf(rows(groups)));
  if (files === undefined) throw new Error('the document is refused');
  return files;
}

function updated(files: Imports, groups: Readonly<Record<string, string>>): ImportFiles {
  const now = updateImport(files, readingOf(rows(groups)));
  if (now === undefined) throw new Error('the document is refused');
  specOfFiles(now);
  return now;
}

const hosts = { 1: 'a.example.com b.example.com', 2: 'c.example.com' };
const more = { 1: 'a.example.com b.example.com new.example.com', 2: 'c.example.com' };

describe('a group that a person renamed', () => {
  const first = imported(hosts);
  const renamed = { ...first, part: first.part.replace('id: o365-1', 'id: printers') };

  test('is updated under its new id, and said so at each run', () => {
    const now = updated(renamed, more);
    expect(now.part).toContain('id: printers');
    expect(now.part).not.toContain('id: o365-1\n');
    expect(now.part).toContain('new.example.com');
    const again = updated(now, more);
    expect([again.part, again.record, again.leftOut]).toEqual([now.part, now.record, []]);
    expect(again.kept.map(keptText)).toEqual([
      'group printers keeps its id; the import calls it o365-1',
    ]);
  });

  test('may be one with a list', () => {
    const many = Array.from({ length: 22 }, (_, index) => `h${index}.example.com`).join(' ');
    const listed = imported({ 1: many, 2: hosts[2] });
    const other = { ...listed, part: listed.part.replace('id: o365-1', 'id: printers') };
    const now = updated(other, { 1: `${many} new.example.com`, 2: hosts[2] });
    expect([...now.lists.values()].join('')).toContain('new.example.com');
    expect(now.part).toBe(other.part);
  });

  test('is no other group: not one that cites nothing, and not one with less than half', () => {
    const own = first.part
      .replace(/source: .*document: o365.*/, '')
      .replace('id: o365-1', 'id: unrelated');
    expect(updated({ ...first, part: own }, more).part).not.toContain('new.example.com');
    const less = renamed.part
      .replace('a.example.com', 'x.example.com')
      .replace('b.example.com', 'y.example.com');
    expect(updated({ ...first, part: less }, more).part).not.toContain('new.example.com');
  });
});

describe('rows of which nothing is written', () => {
  const first = imported(hosts);

  test('are those of a group that a person removed, with new ones', () => {
    const removed = {
      ...first,
      part: first.part.replace(/ {2}- id: o365-1\n[\s\S]*?(?= {2}- id)/, ''),
    };
    const now = updated(removed, more);
    expect(now.leftOut.map(({ words, reason }) => [words, reason])).toEqual(
      more[1].split(' ').map((host) => [host, 'removed by hand from o365-1']),
    );
    expect(updated(now, more).leftOut).toEqual(now.leftOut);
  });

  test('are those of an endpoint that a person removed', () => {
    const gone = '      - host: a.example.com\n        services: [https]\n';
    const removed = { ...first, part: first.part.replace(gone, '') };
    expect(updated(removed, hosts).leftOut.map(({ words }) => words)).toEqual(['a.example.com']);
    expect(updated(first, hosts).leftOut).toEqual([]);
  });
});
