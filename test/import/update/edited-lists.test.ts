import { describe, expect, test } from '@jest/globals';
import { changedListText, listLinesOf } from '../../../src/import/update/list-lines.ts';
import { readingOf, rowOf } from '../../support/import.ts';
import {
  firstImport,
  type Imports,
  specOfFiles,
  updateImport,
} from '../../support/import-update.ts';

const path = 'o365/o365-1-https.txt';
const many = Array.from({ length: 25 }, (_, index) => `h${index + 10}.example.com`);

function rows(hosts: readonly string[], key = '1') {
  return hosts.map((host) => rowOf(host, ['tcp/443'], { key, title: `Entry ${key}` }));
}

function first(hosts: readonly string[]): Imports {
  const files = firstImport(readingOf(rows(hosts)));
  if (files === undefined) throw new Error('the document is refused');
  return files;
}

/** The files after a person's edits of the list. */
function edited(files: Imports, edit: (text: string) => string): Imports {
  const text = files.lists.get(path) ?? '';
  const changed = edit(text);
  expect(changed).not.toBe(text);
  return { ...files, lists: new Map([[path, changed]]) };
}

/** The list after an update, and what the user is told. */
function updated(files: Imports, hosts: readonly string[]) {
  const now = updateImport(files, readingOf([...rows(hosts), ...rows(['z.example.com'], '2')]));
  if (now === undefined) throw new Error('the document is refused');
  specOfFiles(now);
  const { kept, lost } = now;
  return { text: now.lists.get(path), kept, lost, files: { ...files, ...now } };
}

describe('what people wrote in a list', () => {
  const removed = { kind: 'removed', group: 'o365-1', destination: 'host h12.example.com' };

  test('stays with the entries that stay, comments beside them and above them', () => {
    const comments = (text: string) =>
      `# All of these are ours\n\n${text.replace('h12.example.com', '# asked by Ann\nh12.example.com  # CHG-1')}`;
    const files = edited(first(many), comments);
    const { text, kept, lost } = updated(files, [...many, 'h99.example.com']);
    expect(text).toBe(`${files.lists.get(path)}h99.example.com\n`);
    expect([kept, lost]).toEqual([[], []]);
  });

  test('is quoted with the entries that go', () => {
    const comments = (text: string) =>
      text.replace('h12.example.com', '# asked by Ann\nh12.example.com  # CHG-1');
    const rest = many.filter((host) => host !== 'h12.example.com');
    const { text, lost } = updated(edited(first(many), comments), rest);
    expect(text).toBe(`${rest.join('\n')}\n`);
    const comment = ['asked by Ann', 'CHG-1'];
    expect(lost).toEqual([
      { group: 'o365-1', destination: 'host h12.example.com', notes: [], comments: comment },
    ]);
  });

  test('stays if it is an entry that the document does not have', () => {
    const files = edited(first(many), (text) => `own.example.com\n${text}`);
    const { text, kept, lost, files: next } = updated(files, many.slice(0, 24));
    expect(text).toBe(`own.example.com\n${many.slice(0, 24).join('\n')}\n`);
    expect([kept, lost]).toEqual([[], []]);
    expect(updated(next, many).text).toBe(`own.example.com\n${many.join('\n')}\n`);
  });

  test('removed stays removed, at each update', () => {
    const files = edited(first(many), (text) => text.replace('h12.example.com\n', ''));
    const now = updated(files, [...many, 'h99.example.com']);
    expect(now.text).not.toContain('h12.');
    expect(now.text).toContain('h99.');
    expect(now.kept).toEqual([removed]);
    const again = updated(now.files, [...many, 'h98.example.com']);
    expect(again.text).not.toContain('h12.');
    expect(again.kept).toEqual([removed]);
  });

  test('removed stays removed where inline endpoints become a list', () => {
    const files = first(many.slice(0, 5));
    const text = '      - host: h12.example.com\n        services: [https]\n';
    expect(files.part).toContain(text);
    const now = updated({ ...files, part: files.part.replace(text, '') }, many);
    expect(now.text?.split('\n')).toHaveLength(25);
    expect(now.text).not.toContain('h12.');
    expect(now.kept).toEqual([removed]);
  });

  test('removed leaves no empty list', () => {
    const files = edited(first(many), () => 'h10.example.com\n');
    const now = updated(files, many.slice(1));
    expect(now.text).toBeUndefined();
    expect(now.files.part).not.toContain('list:');
    expect(now.kept).toHaveLength(24);
  });

  test('is quoted where the whole list goes, with the way to keep an entry', () => {
    const files = edited(first(many), (text) => `own.example.com # ours\n${text}`);
    const now = updateImport(files, readingOf(rows(['z.example.com'], '2')));
    expect(now?.removedLists).toEqual([path]);
    const key = `to keep your entry, write an endpoint of your own; it was in ${path}`;
    expect(now?.lost).toEqual([
      {
        group: 'o365-1',
        destination: 'host own.example.com',
        notes: [[key, 'own.example.com']],
        comments: ['ours'],
      },
    ]);
  });
});

describe('the text of a list', () => {
  test.each<[string, string, string[], string]>([
    ['unchanged', 'a.com\nc.com\n', ['a.com', 'c.com'], 'a.com\nc.com\n'],
    ['with a new entry first', 'b.com\n', ['a.com', 'b.com'], 'a.com\nb.com\n'],
    [
      'with a new entry between',
      'a.com\nc.com\n',
      ['a.com', 'b.com', 'c.com'],
      'a.com\nb.com\nc.com\n',
    ],
    ['without an entry that is there twice', 'a.com\nb.com\nA.com\n', ['b.com'], 'b.com\n'],
    ['with a comment at the end', 'a.com\n# end\n', ['a.com', 'b.com'], 'a.com\nb.com\n# end\n'],
    ['with a comment apart', '# head\n\na.com\nb.com\n', ['b.com'], '# head\n\nb.com\n'],
    ['with other line ends', 'a.com # x\r\nb.com\r\n', ['a.com'], 'a.com # x\n'],
  ])('%s', (_name, text, next, want) => {
    const isGone = (value: string) => !next.includes(value);
    expect(changedListText(listLinesOf(text), isGone, next)).toBe(want);
  });
});
