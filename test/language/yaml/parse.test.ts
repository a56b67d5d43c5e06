import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { at, written } from '../../../src/language/yaml/cursor.ts';
import { type Document, parseYaml } from '../../../src/language/yaml/parse.ts';
import type { Problem } from '../../../src/problem.ts';

function parsed(text: string): Document {
  const result = parseYaml('spec.yaml', text);
  if (!result.ok) throw new Error(`refused: ${result.error.map(({ message }) => message)}`);
  return result.value;
}

function problems(text: string): readonly Problem[] {
  const result = parseYaml('spec.yaml', text);
  return result.ok ? [] : result.error;
}

/** Each problem as `line:column+length rule`. */
function found(text: string): string[] {
  return problems(text).map(({ at, rule }) => `${at.line}:${at.column}+${at.length} ${rule}`);
}

/** A place as `line:column+length`. */
function place(document: Document, path: (string | number)[], which?: 'key' | 'value'): string {
  const { line, column, length } = document.locate(path, which);
  return `${line}:${column}+${length}`;
}

describe('values', () => {
  test.each([
    ['text without quotes', { given: 'a: b c', want: { a: 'b c' } }],
    ['quotes', { given: `a: "1"\nb: 'it''s'`, want: { a: '1', b: "it's" } }],
    ['escapes', { given: 'a: "\\u00e9\\ud83d\\ude00"', want: { a: '\u00e9\u{1F600}' } }],
    [
      'numbers',
      { given: 'a: [1, -2, 0x50, 0o17, 443.0, 1e3]', want: { a: [1, -2, 80, 15, 443, 1000] } },
    ],
    ['null', { given: 'a:\nb: ~\nc: null', want: { a: null, b: null, c: null } }],
    ['true and false', { given: 'a: [true, False]', want: { a: [true, false] } }],
    [
      'texts that YAML 1.1 read as other values',
      {
        given: 'a: [yes, on, 0b1, 1_000, 2024-01-01, 1:30]',
        want: { a: ['yes', 'on', '0b1', '1_000', '2024-01-01', '1:30'] },
      },
    ],
    [
      'text over several lines',
      { given: 'a: >-\n  b\n  c\nd: e\n  f', want: { a: 'b c', d: 'e f' } },
    ],
    [
      'a key that means something to JavaScript',
      { given: 'constructor: 1', want: { constructor: 1 } },
    ],
    ['an opening marker', { given: '# spec\n---\na: 1\n', want: { a: 1 } }],
    ['CRLF line ends', { given: 'a: 1\r\nb:\r\n  - c\r\n', want: { a: 1, b: ['c'] } }],
    ['JSON', { given: '{"a": [1, {"b": null}]}', want: { a: [1, { b: null }] } }],
  ])('%s', (_, { given, want }) => {
    expect(JSON.parse(JSON.stringify(parsed(given).value))).toEqual(want);
  });

  test('a key __proto__ is a key like any other', () => {
    const { value } = parsed('__proto__: { admin: true }');
    expect(JSON.stringify(value)).toBe('{"__proto__":{"admin":true}}');
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(Object.keys({})).toEqual([]);
  });
});

describe('locations', () => {
  const document = parsed(
    [
      'version: 1',
      'services:',
      '  "h\u{1F600}": { ports: [tcp/80, 0x50], note: }',
      'groups:',
      '  - id: a',
      '    endpoints:',
      '      -',
      '      - host: b # c',
      '        note: >-',
      '          long',
      'unresolved: # none',
      '',
    ].join('\n'),
  );
  const ports = ['services', 'h\u{1F600}', 'ports'];

  test.each([
    ['a value', { path: ['version'], want: '1:10+1' }],
    ['a key', { path: ['version'], which: 'key', want: '1:1+7' }],
    ['a key in quotes', { path: ['services', 'h\u{1F600}'], which: 'key', want: '3:3+4' }],
    ['a map in braces', { path: ['services', 'h\u{1F600}'], want: '3:9+32' }],
    ['what follows a wide character', { path: ports, want: '3:18+14' }],
    ['an item of a list', { path: [...ports, 1], want: '3:27+4' }],
    ['an item by digits', { path: [...ports, '1'], want: '3:27+4' }],
    [
      'a value that is left out: its key',
      { path: ['services', 'h\u{1F600}', 'note'], want: '3:34+4' },
    ],
    ['the same before a comment', { path: ['unresolved'], want: '11:1+10' }],
    ['an item that is left out: its dash', { path: ['groups', 0, 'endpoints', 0], want: '7:7+1' }],
    ['a map over several lines: its first line', { path: ['groups', 0], want: '5:5+5' }],
    [
      'a text over several lines: its first line',
      { path: ['groups', 0, 'endpoints', 1, 'note'], want: '9:15+2' },
    ],
    ['a key that is missing: the key of its map', { path: ['services', 'x'], want: '2:1+8' }],
    ['an item that is missing: the key of its list', { path: [...ports, 2], want: '3:11+5' }],
    [
      'a key missing in an item: the item',
      { path: ['groups', 0, 'endpoints', 1, 'port'], want: '8:9+11' },
    ],
    ['below a scalar: the key of the scalar', { path: ['version', 'x', 0], want: '1:1+7' }],
    ['the root', { path: [], want: '1:1+10' }],
    ['a key missing in the root', { path: ['title'], want: '1:1+10' }],
  ] as const)('%s', (_, { path, want, ...rest }) => {
    expect(place(document, [...path], 'which' in rest ? rest.which : undefined)).toBe(want);
  });

  test('the source of a scalar is its text as written', () => {
    const document = parsed('a: [0x50, 443.0, 1e3, "tcp\\/80", , ]'.replace(', ,', ','));
    expect([0, 1, 2, 3].map((index) => written(at(document, ['a', index])))).toEqual([
      '0x50',
      '443.0',
      '1e3',
      'tcp\\/80',
    ]);
    expect(written(at(document, ['a']))).toBeUndefined();
    expect(written(at(document, ['a', 9]))).toBeUndefined();
  });
});

describe('features of YAML that a spec does not support', () => {
  test.each([
    [
      'a duplicate key',
      { given: 'a: 1\n"a": 2\na: 3\n', want: ['2:1+3 duplicate-key', '3:1+1 duplicate-key'] },
    ],
    [
      'a duplicate below a duplicate',
      { given: 'a: 1\na: { b: 1, b: 2 }\n', want: ['2:1+1 duplicate-key', '2:12+1 duplicate-key'] },
    ],
    [
      'an anchor and its alias',
      { given: 'a: &x 1\nb: *x\n', want: ['1:4+2 yaml-anchor', '2:4+2 yaml-alias'] },
    ],
    [
      'a host that begins with a star',
      { given: 'host: *.example.com\n', want: ['1:7+13 yaml-alias'] },
    ],
    ['a star alone', { given: 'host: *\n', want: ['1:7+1 yaml-alias'] }],
    [
      'a tag',
      {
        given: 'a: !!str 1\nb: !x {}\nc: !<y> []\n',
        want: ['1:4+5 yaml-tag', '2:4+2 yaml-tag', '3:4+4 yaml-tag'],
      },
    ],
    ['a tag that is not declared', { given: 'a: !x!y z\n', want: ['1:7+1 yaml-tag'] }],
    ['a merge key', { given: 'a: { <<: *x }\n', want: ['1:6+2 merge-key'] }],
    ['a merge of several', { given: '<<: [*x, *y]\n', want: ['1:1+2 merge-key'] }],
    [
      'a second document',
      { given: 'a: 1\n---\nb: *x\n---\nc: [\n', want: ['2:1+3 second-document'] },
    ],
    ['an end marker', { given: 'a: 1\n...\n', want: ['2:1+3 second-document'] }],
    ['a marker inside quotes', { given: 'a: "b\n--- c\nd"\n', want: ['2:1+3 second-document'] }],
    ['only markers', { given: '---\n---\n', want: ['2:1+3 second-document'] }],
    [
      'directives',
      {
        given: '%YAML 1.2\n%TAG ! x\n---\na: 1\n',
        want: ['1:1+5 yaml-directive', '2:1+4 yaml-directive'],
      },
    ],
    ['a directive without a marker', { given: '%YAML 9\na: 1\n', want: ['1:1+5 yaml-directive'] }],
    [
      'keys that are not text',
      {
        given: '1: a\nnull: b\ntrue: c\n1.5: d\n',
        want: [
          '1:1+1 non-string-key',
          '2:1+4 non-string-key',
          '3:1+4 non-string-key',
          '4:1+3 non-string-key',
        ],
      },
    ],
    [
      'keys that are collections',
      {
        given: '? [a]\n: b\n{ c: d }: e\n',
        want: ['1:3+3 non-string-key', '3:1+8 non-string-key'],
      },
    ],
    ['a template in braces', { given: 'a: {{ b }}\n', want: ['1:5+5 non-string-key'] }],
    ['a missing key', { given: ': a\n', want: ['1:1+1 non-string-key'] }],
    ['an alias as a key', { given: '*x : a\n', want: ['1:1+2 yaml-alias'] }],
    ['an empty file', { given: '', want: ['1:1+1 empty-file'] }],
    ['only comments', { given: '# a\n\n# b\n', want: ['1:1+1 empty-file'] }],
    ['only an opening marker', { given: '---\n', want: ['1:1+1 empty-file'] }],
    ['a number for a marker', { given: 'a: ----\nb: ...x\n', want: [] }],
  ])('%s', (_, { given, want }) => {
    expect(found(given)).toEqual(want);
  });

  test('a duplicate key names the line of the first', () => {
    expect(problems('b: 0\na: 1\n\na: 2\n')[0]?.message).toBe(
      'duplicate key "a": the first is on line 2',
    );
  });

  test('reports mistakes of several kinds in one run, in order of lines', () => {
    const given = '%YAML 1.2\n---\na: *x # \u202e\n1: b\na: "\\u200b"\n...\n';
    expect(found(given)).toEqual([
      '1:1+5 yaml-directive',
      '3:4+2 yaml-alias',
      '3:9+1 bidi-control',
      '4:1+1 non-string-key',
      '5:1+1 duplicate-key',
      '5:4+8 zero-width',
      '6:1+3 second-document',
    ]);
  });
});

describe('depth', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

  test('accepts 20 levels', () => {
    expect(found(nested(20))).toEqual([]);
    expect(found(`${'['.repeat(20)}a${']'.repeat(20)}`)).toEqual([]);
    expect(found(`${'- '.repeat(19)}[a]`)).toEqual([]);
    expect(found(`${'- '.repeat(20)}a`)).toEqual([]);
  });

  test.each([
    ['21 lists', { given: nested(21), want: ['1:21+1 too-deep'] }],
    ['100 lists', { given: nested(100), want: ['1:22+1 too-deep'] }],
    ['100,000 open lists', { given: '['.repeat(100_000), want: ['1:22+1 too-deep'] }],
    ['100,000 dashes', { given: '- '.repeat(100_000), want: ['1:45+1 too-deep'] }],
    [
      '100 maps',
      {
        given: Array.from({ length: 100 }, (_, depth) => `${' '.repeat(depth)}k:\n`).join(''),
        want: ['22:22+1 too-deep'],
      },
    ],
  ])('reports %s as one problem', (_, { given, want }) => {
    expect(found(given)).toEqual(want);
  });
});

describe('characters', () => {
  test.each([
    ['a bidi control as it is', { given: 'a: "b\u202e"\n', want: ['1:6+1 bidi-control'] }],
    ['a bidi control as an escape', { given: 'a: "b\\u202e"\n', want: ['1:4+9 bidi-control'] }],
    ['an escape in a key', { given: '"a\\u200b": b\n', want: ['1:1+9 zero-width'] }],
    [
      'an escape that another line shows',
      { given: 'a: "\\u200b"\n# \u200b\n', want: ['1:4+8 zero-width', '2:3+1 zero-width'] },
    ],
    ['a tab as an escape', { given: 'a: "\\t"\n', want: ['1:4+4 tab-character'] }],
    ['a line break as an escape', { given: 'a: "b\\nc"\n', want: ['1:4+6 line-break'] }],
    ['a block text of two lines', { given: 'a: |\n  b\n  c\n', want: ['1:4+1 line-break'] }],
    ['a folded text that keeps its end', { given: 'a: >\n  b\n', want: ['1:4+1 line-break'] }],
    ['half a character', { given: 'a: "\\ud83d"\n', want: ['1:4+8 lone-surrogate'] }],
    [
      'an escape past the last character',
      { given: 'a: "\\U00110000"\n', want: ['1:4+12 no-such-character'] },
    ],
    ['the same letters after an escaped backslash', { given: 'a: "\\\\U00110000"\n', want: [] }],
    ['a decomposed letter', { given: 'a: cafe\u0301\n', want: ['1:4+5 not-nfc'] }],
    ['a decomposed letter in a comment', { given: 'a: 1 # cafe\u0301\n', want: [] }],
    ['a tab that YAML would refuse too', { given: 'a:\n\tb: 1\n', want: ['2:1+1 tab-character'] }],
    ['a null', { given: 'a: \u0000\n', want: ['1:4+1 control-character'] }],
    [
      'a byte order mark',
      { given: '\ufeffa: 1\nb: *x\n', want: ['1:1+1 byte-order-mark', '2:4+2 yaml-alias'] },
    ],
    ['a lone carriage return', { given: 'a: 1\rb: 2\n', want: ['1:5+1 line-break'] }],
  ])('%s', (_, { given, want }) => {
    expect(found(given)).toEqual(want);
  });
});

describe('syntax errors', () => {
  test.each([
    ['a second colon', { given: 'a: b: c\n', want: '1:5 unexpected second ": " on this line' }],
    [
      'a deeper key',
      {
        given: 'a: 1\n b: 2\n',
        want: '2:3 this line continues the text above it, so it cannot be a key',
      },
    ],
    [
      'a colon without a space',
      {
        given: 'a:b\nc: d\n',
        want: '2:2 this line continues the text above it, so it cannot be a key',
      },
    ],
    ['a key without a colon', { given: 'a: 1\nb\n', want: '2:1 expected ":" after this key' }],
    [
      'a bracket at the margin',
      {
        given: 'a: [\n  b\n]\n',
        want: '3:1 this closing bracket is not indented deeper than its key',
      },
    ],
    ['a missing comma', { given: 'a: ["b" "c"]\n', want: `1:9 expected "," or "]", found '"'` }],
    [
      'a missing comma before a key',
      { given: 'a: {b: 1 c: 2}\n', want: '1:11 expected "," or "}", found ":"' },
    ],
    [
      'a missing comma after a line',
      { given: 'a: [\n  {x: 1}\n  {x: 2}\n  ]\n', want: '3:3 expected "," or "]", found "{"' },
    ],
    [
      'a quote before a comma',
      { given: 'a: ["b, "c"]\n', want: '1:10 expected "," or "]", found "c"' },
    ],
    [
      'a block list in closed brackets',
      { given: 'a: [\n  - b\n  ]\n', want: '2:3 expected "," or "]", found "-"' },
    ],
    [
      'a block list in closed braces',
      { given: 'a: { b:\n  - c\n  }\n', want: '2:3 expected "," or "}", found "-"' },
    ],
    ['nothing before a comma', { given: 'a: [b,,c]\n', want: '1:7 expected an item before ","' }],
    ['text after a quote', { given: 'a: "b"c\n', want: '1:7 unexpected text after a value' }],
    [
      'a list on the line of its key',
      { given: 'a: - b\n', want: '1:4 a list with "-" cannot begin on the line of its key' },
    ],
    [
      'items in two columns',
      { given: 'a:\n  - b\n - c\n', want: '3:2 this line is not aligned with the lines above it' },
    ],
    [
      'a map after a list',
      {
        given: '- a\nb: 1\n',
        want: '2:1 unexpected indentation: this line does not belong to the map or list above',
      },
    ],
    [
      'a text that begins with @',
      { given: 'a: @b\n', want: '1:4 an unquoted text cannot begin with this character' },
    ],
    [
      'an unknown escape',
      {
        given: 'a: "\\q"\n',
        want: '1:6 invalid escape sequence in a double-quoted text',
      },
    ],
    [
      'a block header with text',
      {
        given: 'a: |b\n',
        want: '1:5 expected the text on the lines below "|" or ">"',
      },
    ],
    [
      'a column after wide characters',
      { given: 'a: \u{1F600} b: c\n', want: '1:7 unexpected second ": " on this line' },
    ],
  ])('%s', (_, { given, want }) => {
    expect(problems(given).map(({ at, message }) => `${at.line}:${at.column} ${message}`)).toEqual([
      want,
    ]);
  });

  test('no text has a message in the words of the parser', () => {
    const yaml = fc.string({
      unit: fc.constantFrom(...'ab:-?[]{},#&*!|>\'"%@`\\01 \n.<~'),
      maxLength: 30,
    });
    fc.assert(
      fc.property(yaml, (text) => {
        expect(problems(text).filter(({ message }) => message.startsWith('invalid YAML'))).toEqual(
          [],
        );
      }),
      { numRuns: 1000 },
    );
  });
});

describe('brackets and quotes that are not closed', () => {
  const list = (line: number) =>
    `expected "," or "]": the list that starts on line ${line} is not closed`;
  const map = (line: number) =>
    `expected "," or "}": the map that starts on line ${line} is not closed`;
  const quoted = (line: number) =>
    `expected '"': the text that starts on line ${line} is not closed`;
  const one = (line: number) => `expected "'": the text that starts on line ${line} is not closed`;

  // `fixed` is `given` after the edit that the help names: it must be YAML.
  test.each([
    [
      'a bracket before a block list of groups',
      {
        given: 'version: 1\ngroups: [\n  - id: web\n    tier: required\nsites: {}\n',
        want: `3:3 ${list(2)}`,
        help: 'remove the "[" on line 2',
        fixed: 'version: 1\ngroups: \n  - id: web\n    tier: required\nsites: {}\n',
      },
    ],
    [
      'a bracket before a block list at the margin',
      {
        given: 'groups: [ # all\n- id: web\nsites: {}\n',
        want: `2:1 ${list(1)}`,
        help: 'remove the "[" on line 1',
        fixed: 'groups: # all\n- id: web\nsites: {}\n',
      },
    ],
    [
      'a bracket before a block list with CRLF line ends',
      {
        given: 'groups: [\r\n  - id: web\r\nsites: {}\r\n',
        want: `2:3 ${list(1)}`,
        help: 'remove the "[" on line 1',
        fixed: 'groups: \r\n  - id: web\r\nsites: {}\r\n',
      },
    ],
    [
      'a brace before keys',
      {
        given: 'sites: {\n  branch:\n    clients: [a]\n    tiers: [b]\ntests: []\n',
        want: `3:12 ${map(1)}`,
        help: 'remove the "{" on line 1',
        fixed: 'sites: \n  branch:\n    clients: [a]\n    tiers: [b]\ntests: []\n',
      },
    ],
    [
      'a brace before keys with values in braces',
      {
        given: 'a: {\n  b: { c: [1, 2] }\n  d: { e: 3 }\nf: 1\n',
        want: `3:3 ${map(1)}`,
        help: 'remove the "{" on line 1',
        fixed: 'a: \n  b: { c: [1, 2] }\n  d: { e: 3 }\nf: 1\n',
      },
    ],
    [
      'a brace before keys with commas',
      {
        given: 'a: {\n  b: { c: 1 },\n  d: { e: 2 }, # f\n# g\nh: 1\n',
        want: `5:1 ${map(1)}`,
        help: 'write "}" after the last value, on line 3',
        fixed: 'a: {\n  b: { c: 1 },\n  d: { e: 2 },} # f\n# g\nh: 1\n',
      },
    ],
    [
      'a list before the next key',
      {
        given: 'a: [b, c\nd: e\n',
        want: `2:1 ${list(1)}`,
        help: 'write "]" after the last item, on line 1',
        fixed: 'a: [b, c]\nd: e\n',
      },
    ],
    [
      'a list before the next key of a map inside',
      {
        given: 'sites:\n  branch:\n    clients: [a\n    tiers: [b]\n',
        want: `4:5 ${list(3)}`,
        help: 'write "]" after the last item, on line 3',
        fixed: 'sites:\n  branch:\n    clients: [a]\n    tiers: [b]\n',
      },
    ],
    [
      'a map before the next item',
      {
        given: 'a:\n  - { b: c\n  - { b: d }\n',
        want: `3:3 ${map(2)}`,
        help: 'write "}" after the last value, on line 2',
        fixed: 'a:\n  - { b: c}\n  - { b: d }\n',
      },
    ],
    [
      'a list over many lines',
      {
        given: `a: [\n${'  b,\n'.repeat(20)}c: d\n`,
        want: `22:1 ${list(1)}`,
        help: 'write "]" after the last item, on line 21',
        fixed: `a: [\n${'  b,\n'.repeat(20).trimEnd()}]\nc: d\n`,
      },
    ],
    [
      'an empty list',
      {
        given: 'a: [\nb: c\n',
        want: `2:1 ${list(1)}`,
        help: 'write "]" after the "[" on line 1',
        fixed: 'a: []\nb: c\n',
      },
    ],
    [
      'a list at the end of the file',
      {
        given: 'a: [b, c',
        want: `1:8 ${list(1)}`,
        help: 'write "]" after the last item, on line 1',
        fixed: 'a: [b, c]',
      },
    ],
    [
      'a list before comments at the end of the file',
      {
        given: 'a: [b, c # d\n\n# e\n',
        want: `1:8 ${list(1)}`,
        help: 'write "]" after the last item, on line 1',
        fixed: 'a: [b, c] # d\n\n# e\n',
      },
    ],
    [
      'a map at the end of the file',
      {
        given: 'a: b\nc: {\n',
        want: `2:4 ${map(2)}`,
        help: 'write "}" after the "{" on line 2',
        fixed: 'a: b\nc: {}\n',
      },
    ],
    [
      'a file in braces',
      {
        given: '{"a": [1, 2],\n"b": 3\n',
        want: `2:6 ${map(1)}`,
        help: 'write "}" after the last value, on line 2',
        fixed: '{"a": [1, 2],\n"b": 3}\n',
      },
    ],
    [
      'the outer of two lists',
      {
        given: 'a: [[b, c]\nd: e\n',
        want: `2:1 ${list(1)}`,
        help: 'write "]" after the last item, on line 1',
        fixed: 'a: [[b, c]]\nd: e\n',
      },
    ],
    [
      'the inner of two, in a map',
      {
        given: 'a: { b: [c, d }\ne: f\n',
        want: `1:15 ${list(1)}`,
        help: 'write "]" where the list ends, before "}"',
        fixed: 'a: { b: [c, d ]}\ne: f\n',
      },
    ],
    [
      'the inner of two, in a list over lines',
      {
        given: 'a: [\n  { b: c\n]\n',
        want: `3:1 ${map(2)}`,
        help: 'write "}" where the map ends, before "]"',
        fixed: 'a: [\n  { b: c\n  }]\n',
      },
    ],
    [
      'a list with the bracket of a map',
      {
        given: 'a: [b}\nc: d\n',
        want: `1:6 ${list(1)}`,
        help: 'write "]" instead of "}"',
        fixed: 'a: [b]\nc: d\n',
      },
    ],
    [
      'a list before a deeper key',
      {
        given: 'a: [b\n  c: d\n',
        want: `2:4 ${list(1)}`,
        help: 'write "]" where the list ends',
        fixed: 'a: [b]\nc: d\n',
      },
    ],
    [
      'a text before the next key',
      {
        given: 'a: "b\nc: d\n',
        want: `2:1 ${quoted(1)}`,
        help: `write '"' where the text ends`,
        fixed: 'a: "b"\nc: d\n',
      },
    ],
    [
      'a text in a list',
      {
        given: 'a:\n  - ["b, c]\n  - ["d"]\n',
        want: `3:3 ${quoted(2)}`,
        help: `write '"' where the text ends`,
        fixed: 'a:\n  - ["b", c]\n  - ["d"]\n',
      },
    ],
    [
      'a quote before a block list',
      {
        given: 'a: "\n  - b\nc: 1\n',
        want: `3:1 ${quoted(1)}`,
        help: `remove the '"' on line 1`,
        fixed: 'a: \n  - b\nc: 1\n',
      },
    ],
    [
      'a text at the end of the file',
      {
        given: "a: 1\nb: 'c\n",
        want: `2:5 ${one(2)}`,
        help: `write "'" where the text ends`,
        fixed: "a: 1\nb: 'c'\n",
      },
    ],
    [
      'a quote alone at the end of the file',
      {
        given: 'a: b\nc: "\n',
        want: `2:4 ${quoted(2)}`,
        help: `write '"' where the text ends`,
        fixed: 'a: b\nc: ""\n',
      },
    ],
  ])('%s: one problem that names its line', (_, { given, want, help, fixed }) => {
    const found = problems(given).map(
      ({ at, message, help }) => `${at.line}:${at.column} ${message} / ${help}`,
    );
    expect(found).toEqual([`${want} / ${help}`]);
    expect(problems(fixed)).toEqual([]);
  });

  test('ignores brackets inside a text or a comment', () => {
    const [problem] = problems('a: b [c # [\nd: "[" # {\ne: f: g\n');
    expect(problem?.message).not.toContain('is not closed');
  });
});

describe('any text', () => {
  function expectPlaceInside(text: string, { at }: Pick<Problem, 'at'>): void {
    const line = text.split('\n')[at.line - 1];
    const columns = [...(line ?? '')].length;
    expect(line).toBeDefined();
    expect(at.column).toBeGreaterThanOrEqual(1);
    expect(at.column).toBeLessThanOrEqual(columns + 1);
    expect(at.length).toBeGreaterThanOrEqual(1);
    expect(at.column + at.length).toBeLessThanOrEqual(Math.max(columns, at.column) + 1);
  }

  test.each([
    ['of code units', fc.string({ unit: 'binary', maxLength: 100 })],
    ['of graphemes', fc.string({ unit: 'grapheme', maxLength: 100 })],
    [
      'of what YAML is made of',
      fc.string({
        unit: fc.constantFrom(...'ab:-?[]{},#&*!|>\'"%\\u0 \n\r\t\ufeff\u202e\u{1F600}.<~e\u0301'),
        maxLength: 60,
      }),
    ],
  ])('%s returns a document, or problems with locations inside it', (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const result = parseYaml('spec.yaml', text);
        if (!result.ok) for (const problem of result.error) expectPlaceInside(text, problem);
        else expectPlaceInside(text, { at: result.value.locate([]) });
        expect(result.ok || result.error.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('reads JSON back, with a location for each part', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.integer())),
        (value) => {
          const text = JSON.stringify(value);
          const document = parsed(text);
          expect(JSON.stringify(document.value)).toBe(text);
          for (const [index, item] of value.entries()) {
            for (const key of Object.keys(item)) {
              const { column, length } = document.locate([index, key]);
              expect(text.slice(column - 1, column - 1 + length)).toBe(String(item[key]));
            }
          }
        },
      ),
    );
  });
});

describe('a hostile file', () => {
  test('has a limited number of problems', () => {
    expect(found('a: 1\n'.repeat(50_000))).toHaveLength(200);
  });

  test('is parsed in linear time when it is one long line', () => {
    const item = '{"host": "a.example.com", "note": "\u{1F600}"}';
    const document = parsed(`[${Array(50_000).fill(item).join(',')}]`);
    const columns = Array.from({ length: 50_000 }, (_, index) => document.locate([index]).column);
    expect(columns.at(-1)).toBe(2 + 49_999 * ([...item].length + 1));
  });
});
