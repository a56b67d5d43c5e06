import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Place, Problem } from '../../../src/problem.ts';
import { codeFrame } from '../../../src/report/page/frame.ts';
import { plain } from '../../../src/report/page/paint.ts';

function problem(line: number, column: number, length: number): Problem {
  const at: Place = { file: 'spec.yaml', line, column, length };
  return {
    rule: 'unknown-key',
    message: '"prots" is not a key',
    help: 'did you mean "ports"?',
    at,
  };
}

const header = (place: string) => `spec.yaml:${place} error unknown-key: "prots" is not a key`;
const help = '  help: did you mean "ports"?';

describe('a code frame', () => {
  test('shows the line of the mistake with a mark, and two lines before it', () => {
    const source = `${'\n'.repeat(9)}services:\n  http:\n    prots: [tcp/80]\n  https:\n`;
    expect(codeFrame(problem(12, 5, 5), source).split('\n')).toEqual([
      header('12:5'),
      '    10 | services:',
      '    11 |   http:',
      '  > 12 |     prots: [tcp/80]',
      '       |     ^^^^^',
      help,
    ]);
  });

  test.each([
    [
      'the first line',
      { given: 'prots: 1', at: [1, 1, 5], want: ['  > 1 | prots: 1', '    | ^^^^^'] },
    ],
    [
      'a CRLF file',
      { given: 'a: 1\r\nb\r\n', at: [2, 1, 1], want: ['    1 | a: 1', '  > 2 | b', '    | ^'] },
    ],
    [
      'hidden characters',
      {
        given: 'a\u202e: \tb',
        at: [1, 2, 1],
        want: ['  > 1 | a<U+202E>: <U+0009>b', '    |  ^^^^^^^^'],
      },
    ],
    [
      'wide characters',
      {
        given: '\u4e16\u754c \u{1F600}e\u0301: x',
        at: [1, 7, 1],
        want: ['  > 1 | \u4e16\u754c \u{1F600}e\u0301: x', '    |         ^'],
      },
    ],
    ['the end of a line', { given: 'a: [', at: [1, 5, 1], want: ['  > 1 | a: [', '    |     ^'] }],
    ['a line that is not there', { given: 'a', at: [9, 1, 1], want: [] }],
  ])('of %s', (_, { given, at: [line = 1, column = 1, length = 1], want }) => {
    const lines = codeFrame(problem(line, column, length), given).split('\n');
    expect(lines.slice(1, -1)).toEqual(want.map((shown) => shown.replace(/^ {4}\|/, '      |')));
  });

  test('cuts a long line around the mistake', () => {
    const source = `${'x'.repeat(300)} prots ${'y'.repeat(300)}`;
    expect(codeFrame(problem(1, 302, 5), source).split('\n')).toEqual([
      header('1:302'),
      `  > 1 | ...${'x'.repeat(39)} prots ${'y'.repeat(48)}...`,
      `      | ${' '.repeat(43)}^^^^^`,
      help,
    ]);
  });

  test('has only the message and help without the source', () => {
    expect(codeFrame(problem(1, 1, 1), undefined)).toBe(`${header('1:1')}\n${help}`);
  });

  test('uses the colors of the caller', () => {
    const tag = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
    const paint = { ...plain, bold: tag('b'), red: tag('r'), dim: tag('d') };
    expect(codeFrame(problem(1, 1, 1), 'a', paint).split('\n')).toEqual([
      '<b>spec.yaml:1:1</b> <r>error</r> unknown-key: "prots" is not a key',
      '  <d>> 1 |</d> a',
      '  <d>    |</d> <r>^</r>',
      '  <d>help:</d> did you mean "ports"?',
    ]);
  });

  test('is safe to print and not too wide for any text', () => {
    const text = fc.string({ unit: 'binary', maxLength: 400 });
    fc.assert(
      fc.property(text, fc.nat(3), fc.nat(400), fc.nat(500), (source, line, column, length) => {
        const shown = codeFrame(problem(line + 1, column + 1, length + 1), source);
        expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_C}]/u);
        for (const quoted of shown.split('\n').slice(1, -1))
          expect(quoted.length).toBeLessThan(120);
      }),
    );
  });
});
