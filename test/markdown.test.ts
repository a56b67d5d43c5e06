import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { code, plainText, row } from '../src/markdown.ts';

describe('free text in Markdown', () => {
  test.each<[string, { given: string; want: string }]>([
    ['plain words', { given: 'Online help, port 80.', want: 'Online help, port 80.' }],
    ['a bar would end the cell', { given: 'a | b', want: 'a \\| b' }],
    ['emphasis', { given: '*a* _b_ ~c~', want: '\\*a\\* \\_b\\_ \\~c\\~' }],
    ['code', { given: '`rm`', want: '\\`rm\\`' }],
    ['a link', { given: '[here](x)', want: '\\[here\\](x)' }],
    ['HTML', { given: '<img src=x>', want: '&lt;img src=x&gt;' }],
    ['an entity', { given: '&lt;', want: '&amp;lt;' }],
    ['a person, an issue, a formula', { given: '@me #1 $x$', want: '&#64;me &#35;1 &#36;x&#36;' }],
    ['a backslash', { given: 'a\\', want: 'a\\\\' }],
    [
      'letters beyond ASCII',
      { given: 'Café 日本 😀', want: 'Caf&#xE9; &#x65E5;&#x672C; &#x1F600;' },
    ],
    ['line breaks and controls', { given: 'a\nb\u001bc\u0085d', want: 'a b c d' }],
  ])('%s', (_name, { given, want }) => {
    expect(plainText(given)).toBe(want);
  });

  test('any text stays one cell of printable ASCII', () => {
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
    ['what would end it', { given: 'a`b', want: 'a\\`b' }],
    ['what would end the cell', { given: 'a|b', want: 'a\\|b' }],
    ['spaces at its ends', { given: ' a', want: ' a' }],
    ['nothing at all', { given: '', want: '' }],
  ])('%s', (_name, { given, want }) => {
    expect(code(given)).toBe(want);
  });
});
