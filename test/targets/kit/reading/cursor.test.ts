import { describe, expect, test } from '@jest/globals';
import { Cursor } from '../../../../src/targets/kit/reading/cursor.ts';
import { NotCanonicalError, refuseAt } from '../../../../src/targets/kit/reading/not-canonical.ts';
import { readFiles } from '../../../../src/targets/kit/reading/read-files.ts';
import { requireAscending } from '../../../../src/targets/kit/reading/values.ts';
import type { TargetFiles } from '../../../../src/targets/reading.ts';

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

describe('a cursor', () => {
  test('takes only printable ASCII in whole lines', () => {
    expect(refusal(() => cursor('one\n'))).toBe('');
    expect(refusal(() => cursor(''))).toBe('');
    const tab = 'a.txt:2 expected printable ASCII, found "\\ttwo"';
    const two = 'a.txt:2 expected printable ASCII, found "t\\two"';
    expect(refusal(() => cursor('one\n\ttwo\n'))).toBe(tab);
    expect(refusal(() => new Cursor('a.txt', 'one\n\ttwo\n', 'tabs'))).toBe('');
    expect(refusal(() => new Cursor('a.txt', 'one\nt\two\n', 'tabs'))).toBe(two);
    expect(refusal(() => cursor('one\ntwo'))).toBe(
      'a.txt:2 expected a line feed at the end of the file, found none',
    );
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
  ])('takes, or refuses with a message: %s', (_what, act, want) => {
    expect(refusal(() => act(cursor('one\ntwo\n')))).toBe(want);
  });

  test('takes lines as long as they match, and stops at the end of the file', () => {
    const given = cursor('# a\n\n# b\n');
    expect(given.takeWhile(/^(?:# (.))?$/, ([word]) => [given.line, word])).toEqual([
      [1, 'a'],
      [2, undefined],
      [3, 'b'],
    ]);
    expect([given.line, given.peek(), given.left]).toEqual([3, undefined, []]);
  });

  test.each([
    ['a line with two words', 'add a 1\nadd a 2\nadd a 3 4\n', ['1', '2']],
    ['a line without a word', 'add a 1\nadd a \n', ['1']],
    ['a line that begins with something else', 'add a 1\nadd b 2\n', ['1']],
    ['the end of the file', 'add a 1\nadd a 2\n', ['1', '2']],
  ])('takes the last words of lines until %s', (_what, text, want) => {
    const given = cursor(text);
    expect(given.takeWordsAfter('add a ', (word) => word)).toEqual(want);
    expect(given.line).toBe(want.length);
  });
});

test('refuses a list that is not ascending or has duplicates', () => {
  const compare = (a: number, b: number) => a - b;
  const check = (items: readonly number[]) =>
    refusal(() => requireAscending(items, compare, (line) => ({ file: 'a.txt', line })));
  expect([[], [1], [1, 2, 3], [1, 3, 2], [1, 1]].map(check)).toEqual([
    '',
    '',
    '',
    'a.txt:2 expected ascending order, found an entry that sorts before the previous one',
    'a.txt:1 unexpected duplicate of the previous entry',
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
      { error: { file: 't/b.txt', line: 1, message: 'expected this file, found none' } },
    ],
    [
      "one that is not the target's",
      { 't/a.txt': 'one\n', 't/b.txt': '', 't/c.txt': '' },
      {
        error: {
          file: 't/c.txt',
          line: 1,
          message: 'unexpected file: this target does not write it',
        },
      },
    ],
    [
      'one that is not canonical',
      { 't/a.txt': 'two\n', 't/b.txt': '' },
      { error: { file: 't/a.txt', line: 1, message: 'expected "one", found "two"' } },
    ],
  ])('%s', (_what, files, want) => {
    expect(read(new Map(Object.entries(files)))).toMatchObject(want);
  });

  test('throws on a bug in a reader, which is not a refusal', () => {
    const broken = () =>
      readFiles(new Map(), [], () => {
        throw new RangeError('a bug');
      });
    expect(broken).toThrow(RangeError);
    expect(() =>
      readFiles(new Map(), [], () => refuseAt({ file: 'x', line: 1 }, 'unexpected x')),
    ).not.toThrow();
  });
});
