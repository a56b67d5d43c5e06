import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { visible } from '../../src/characters.ts';
import { code, literal, plainText, prose, row } from '../../src/markdown.ts';
import { nodesOf, parsePage, shapeOf, wordsOf } from '../support/markdown.ts';
import { runs } from '../support/runs.ts';

describe('free text in Markdown', () => {
  test.each<[string, { given: string; want: string }]>([
    ['plain words', { given: 'Online help, port 80.', want: 'Online help, port 80.' }],
    ['a bar, which would end the cell', { given: 'a | b', want: 'a \\| b' }],
    ['emphasis', { given: '*a* _b_ ~c~', want: '\\*a\\* \\_b\\_ \\~c\\~' }],
    ['code', { given: '`rm`', want: '\\`rm\\`' }],
    ['a link', { given: '[here](x)', want: '\\[here\\](x)' }],
    ['HTML', { given: '<img src=x>', want: '&lt;img src=x&gt;' }],
    ['an entity', { given: '&lt;', want: '&amp;lt;' }],
    ['a person, an issue, a formula', { given: '@me #1 $x$', want: '&#64;me &#35;1 &#36;x&#36;' }],
    ['a backslash', { given: 'a\\', want: 'a\\\\' }],
    ['non-ASCII letters', { given: 'Café 日本 😀', want: 'Caf&#xE9; &#x65E5;&#x672C; &#x1F600;' }],
    ['line breaks and controls', { given: 'a\nb\u001bc\u0085d', want: 'a b c d' }],
  ])('escapes %s', (_name, { given, want }) => {
    expect(plainText(given)).toBe(want);
  });

  test('keeps any text in one cell of printable ASCII', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = row([plainText(text)]);
        expect(line).toMatch(/^[ -~]*$/);
        expect(line.slice(1, -1).replace(/\\./g, '')).not.toMatch(/[|<>`*_[\]@$]/);
      }),
    );
  });
});

describe('code in Markdown', () => {
  test.each<[string, { given: string; want: string }]>([
    ['a host', { given: '*.example.com', want: '`*.example.com`' }],
    ['a URL', { given: 'https://a.example/b_c', want: '`https://a.example/b_c`' }],
    ['a backtick, which would end the code', { given: 'a`b', want: 'a\\`b' }],
    ['a bar, which would end the cell', { given: 'a|b', want: 'a\\|b' }],
    ['spaces at both ends', { given: ' a', want: ' a' }],
    ['an empty text', { given: '', want: '' }],
  ])('escapes %s', (_name, { given, want }) => {
    expect(code(given)).toBe(want);
  });
});

describe('free text in a comment on GitHub', () => {
  test.each<[string, { given: string; want: string }]>([
    [
      'plain words',
      { given: 'Online help, "port 80" (tcp).', want: 'Online help, "port 80" (tcp).' },
    ],
    ['a person', { given: 'ask @team now', want: 'ask `@team` now' }],
    ['an issue', { given: '#1 gh-2 org/repo#3', want: '`#1` `gh-2` `org/repo#3`' }],
    ['a commit', { given: 'in 0123abc and 80', want: 'in `0123abc` and 80' }],
    [
      'bare links',
      { given: 'www.a.example http://a.example', want: '`www.a.example` `http://a.example`' },
    ],
    ['punctuation in a word', { given: 'a_b *c* <d> [e](f)', want: '`a_b` `*c*` `<d>` `[e](f)`' }],
    [
      'a colon at the end of a word, and an emoji',
      { given: 'note: :tada:', want: 'note: `:tada:`' },
    ],
    ['a bar between two words of code', { given: 'a|b @c|#d|', want: 'a\\|b `@c`\\|`#d`\\|' }],
    ['a backtick in a word', { given: 'a`b `c`', want: '``a`b`` `` `c` ``' }],
    ['an ampersand', { given: 'a & b &amp;', want: 'a &amp; b `&amp;`' }],
    ['a list marker at the start', { given: '- a - b', want: '`-` a - b' }],
    ['a number at the start', { given: '1. a 1. b', want: '`1.` a 1. b' }],
    ['repeated spaces', { given: '    a   b ', want: 'a b' }],
    ['letters of any script', { given: 'Café 日本', want: 'Café 日本' }],
    ['a hidden character', { given: 'a\u202eb', want: '`a<U+202E>b`' }],
  ])('writes %s without a link', (_name, { given, want }) => {
    expect(prose(given)).toBe(want);
  });

  test.each([prose, literal])(
    'keeps any text in its cell and its list item, unchanged: %p',
    (write) => {
      const plain = shapeOf(parsePage(pageOf('a')));
      fc.assert(
        fc.property(
          fc.string({ unit: fc.constantFrom(...'`|\\<>@#*_[]()!&$~:/-+=.1 aw') }),
          (text) => {
            const page = parsePage(pageOf(write(`x${text}`)));
            expect(shapeOf(page)).toEqual(plain);
            const [cell] = nodesOf(page, 'tableCell').slice(-2);
            const pure = (words: string) => words.replaceAll(' ', '');
            expect(pure(cell === undefined ? '' : wordsOf(cell))).toBe(pure(visible(`x${text}`)));
          },
        ),
        { numRuns: runs(1000) },
      );
    },
  );
});

function pageOf(text: string): string {
  return `- why: ${text}\n\n| a | b |\n| --- | --- |\n${row([text, 'end'])}\n\n${text}\n`;
}
