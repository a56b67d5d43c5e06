import { describe, expect, test } from '@jest/globals';
import { Cursor } from '../../../../src/targets/kit/reading/cursor.ts';
import { NotCanonicalError, refuseAt } from '../../../../src/targets/kit/reading/not-canonical.ts';
import { readFiles } from '../../../../src/targets/kit/reading/read-files.ts';
import { requireAscending } from '../../../../src/targets/kit/reading/values.ts';
import type { TargetFiles } from '../../../../src/targets/target.ts';

/** What the act refuses, as `file:line message`; empty when it refuses nothing. */
function refusal(act: () => void): string {
  try {
    act();
    return '';
  } catch (error) {
    if (!(error instanceof NotCanonicalError)) throw error;
    return `${error.at.file}:${error.at.line} ${error.message}`;
  }
}

const cursor = (text: string) => new Cursor('a.txt', text);

describe('a cursor takes', () => {
  test('printable ASCII in whole lines', () => {
    expect(refusal(() => cursor('one\n'))).toBe('');
    expect(refusal(() => cursor(''))).toBe('');
    const tab = 'a.txt:2 the line holds more than printable ASCII';
    expect(refusal(() => cursor('one\n\ttwo\n'))).toBe(tab);
    expect(refusal(() => new Cursor('a.txt', 'one\n\ttwo\n', 'tabs'))).toBe('');
    expect(refusal(() => new Cursor('a.txt', 'one\nt\two\n', 'tabs'))).toBe(tab);
    expect(refusal(() => cursor('one\ntwo'))).toBe('a.txt:2 the file does not end in a line feed');
  });

  test.each<[string, (given: Cursor) => void, string]>([
    ['the line', (given) => given.takeExactly('one', 'two'), ''],
    ['another line', (given) => given.takeExactly('one', '2'), 'a.txt:2 expected "2", found "two"'],
    ['what matches', (given) => given.take(/^(o)ne$/, 'a word'), ''],
    [
      'what does not',
      (given) => given.take(/^[0-9]$/, 'a digit'),
      'a.txt:1 expected a digit, found "one"',
    ],
    ['a start', (given) => given.takeAfter('o', /^(n)/, 'a word'), ''],
    [
      'another start',
      (given) => given.takeAfter('x', /^/, 'an x'),
      'a.txt:1 expected an x, found "one"',
    ],
    [
      'more than there is',
      (given) => given.takeExactly('one', 'two', ''),
      'a.txt:3 expected an empty line, found the end of the file',
    ],
    [
      'the end too soon',
      (given) => given.end(),
      'a.txt:1 expected the end of the file, found "one"',
    ],
    [
      'the end too soon, where a word may stand',
      (given) => given.end('a word'),
      'a.txt:1 expected a word, or the end of the file, found "one"',
    ],
  ])('%s', (_what, act, want) => {
    expect(refusal(() => act(cursor('one\ntwo\n')))).toBe(want);
  });

  test('lines as long as they match, and stops at the end of the file', () => {
    const given = cursor('# a\n\n# b\n');
    expect(given.takeWhile(/^(?:# (.))?$/, ([word]) => [given.line, word])).toEqual([
      [1, 'a'],
      [2, undefined],
      [3, 'b'],
    ]);
    expect([given.line, given.peek(), given.left]).toEqual([3, undefined, []]);
  });
});

test('a list is ascending, and nothing stands in it twice', () => {
  const compare = (a: number, b: number) => a - b;
  const check = (items: readonly number[]) =>
    refusal(() => requireAscending(items, compare, (line) => ({ file: 'a.txt', line })));
  const said = 'the order is not ascending, or something stands twice';
  expect([[], [1], [1, 2, 3], [1, 3, 2], [1, 1]].map(check)).toEqual([
    '',
    '',
    '',
    `a.txt:2 ${said}`,
    `a.txt:1 ${said}`,
  ]);
});

describe('the files of a target', () => {
  const reading = {
    access: [],
    settings: [],
    decide: () => ({ verdict: 'deny' as const, at: null }),
  };
  const read = (files: TargetFiles) =>
    readFiles(files, ['t/a.txt', 't/b.txt'], (open) => {
      open('t/a.txt').takeExactly('one');
      open('t/b.txt');
      return reading;
    });

  test.each<[string, Readonly<Record<string, string>>, object]>([
    ['all', { 't/a.txt': 'one\n', 't/b.txt': '' }, { ok: true }],
    [
      'one that is missing',
      { 't/a.txt': 'one\n' },
      { error: { file: 't/b.txt', line: 1, message: 'the file is missing' } },
    ],
    [
      "one that is not the target's",
      { 't/a.txt': 'one\n', 't/b.txt': '', 't/c.txt': '' },
      { error: { file: 't/c.txt', line: 1, message: 'the target writes no such file' } },
    ],
    [
      'one that is not canonical',
      { 't/a.txt': 'two\n', 't/b.txt': '' },
      { error: { file: 't/a.txt', line: 1, message: 'expected "one", found "two"' } },
    ],
  ])('%s', (_what, files, want) => {
    expect(read(new Map(Object.entries(files)))).toMatchObject(want);
  });

  test('a mistake of a reader is no file that is not canonical', () => {
    const broken = () =>
      readFiles(new Map(), [], () => {
        throw new RangeError('a bug');
      });
    expect(broken).toThrow(RangeError);
    expect(() =>
      readFiles(new Map(), [], () => refuseAt({ file: 'x', line: 1 }, 'no')),
    ).not.toThrow();
  });
});
