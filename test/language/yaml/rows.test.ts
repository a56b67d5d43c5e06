import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Node } from '../../../src/language/yaml/node.ts';
import { parseYaml } from '../../../src/language/yaml/parse.ts';
import { findRows } from '../../../src/language/yaml/rows.ts';
import { atLeast, runs } from '../../support/runs.ts';

/** A tree with all offsets, names and texts, without the difference between a row and another map. */
function treeOf(node: Node): unknown {
  const { kind, start, end } = node;
  if (node.kind === 'scalar') return { ...node };
  if (node.kind === 'list') return { kind, start, end, items: node.items.map(treeOf) };
  const entries = Array.from(node.entries, (each) => ({ ...each, value: treeOf(each.value) }));
  return { kind, start, end, entries };
}

function read(text: string, find?: typeof findRows): unknown {
  const result = parseYaml('spec.yaml', text, find);
  if (!result.ok) return result;
  const { root, value } = result.value;
  return { root: treeOf(root), value: JSON.stringify(value) };
}

function rowsOf(text: string): string[] {
  return findRows(text).runs.flatMap(({ rows }) => rows.map(({ texts }) => JSON.stringify(texts)));
}

const head = 'a:\n  - { k: v }\n';

describe('findRows', () => {
  test.each([
    ['plain texts', { given: '{ host: a.example, service: https }', want: 'a.example' }],
    ['quotes', { given: `{host: "*.a.example" , service: 'https'}  `, want: '*.a.example' }],
    ['a network', { given: '{ network: 2001:db8::/32, service: https }', want: '2001:db8::/32' }],
    ['words', { given: '{ note: for a test, service: https }\r', want: 'for a test' }],
    ['a number in quotes', { given: '{ note: "12" }', want: '12' }],
  ])('finds a row with %s', (_name, { given, want }) => {
    expect(rowsOf(`${head}  - ${given}\n`).join()).toContain(JSON.stringify(want));
  });

  test.each([
    ['a number', '{ k: 12 }'],
    ['true', '{ k: true }'],
    ['a key that is null', '{ null: v }'],
    ['a repeated key', '{ k: v, k: w }'],
    ['an escape', '{ k: "\\u0041" }'],
    ['a doubled quote', "{ k: 'it''s' }"],
    ['a comment', '{ k: v } # comment'],
    ['a list', '{ k: [v] }'],
    ['an alias', '{ k: *v }'],
    ['a missing value', '{ k: , l: v }'],
    ['a missing bracket', '{ k: v'],
    ['other characters', '{ k: \u00e9 }'],
  ])('leaves a line with %s to the parser', (_name, line) => {
    expect(rowsOf(`${head}  - ${line}\n`)).toEqual([]);
  });

  test('leaves a line of another indentation to the parser', () => {
    expect(rowsOf(`${head}    - { k: v }\n`)).toEqual([]);
  });
});

const word = fc.constantFrom(
  ...['v', 'a.example.com', '10.0.0.0/8', '10.0.0.1', '1.5', '0x1f', 'true', 'null', 'a b', 'a: b'],
  ...[
    '2001:db8::',
    '"*.a.b"',
    '"1"',
    "'x'",
    '"a\\tb"',
    "'a''b'",
    '*a',
    '&a',
    '!t',
    '',
    'a#b',
    'a #b',
  ],
  ...[
    '[x]',
    '{ k: v }',
    '"',
    "'",
    '-',
    '- a',
    'é',
    '<<',
    'a  b',
    'b:c',
    ':',
    'constructor',
    '__proto__',
  ],
);
const key = fc.constantFrom(
  'host',
  'service',
  'k',
  'constructor',
  '<<',
  'null',
  '12',
  '"q"',
  '',
  '__proto__',
);
const pair = fc.tuple(key, word).map(([name, value]) => `${name}: ${value}`);
const simplePair = fc
  .tuple(fc.constantFrom('host', 'network', 'k'), fc.constantFrom('a.example', '10.0.0.0/8', '"x"'))
  .map(([name, value]) => `${name}: ${value}`);
const simple = simplePair.map((each) => `- { ${each}, service: https }`);
const item = fc.oneof(
  { weight: 6, arbitrary: simple },
  fc.array(pair, { maxLength: 3 }).map((pairs) => `- { ${pairs.join(', ')} }`),
  fc.array(pair, { maxLength: 3 }).map((pairs) => `- {${pairs.join(',')}}`),
);
const other = fc.constantFrom(
  ...[
    '',
    '# c',
    'b:',
    '- |',
    'c: "',
    '"',
    '- "',
    'd: >-',
    '- [',
    ']',
    '- k: v',
    '  : x',
    ': x',
    '---',
    '...',
  ],
  ...['%x', 'e: f', '- - { k: v }', '? - { k: v }', '- {', '}', '  k: v', '\t', '- {k: v}: w', 'x'],
);
const indent = fc.oneof({ weight: 5, arbitrary: fc.constant('  ') }, fc.constantFrom('', '    '));
const line = fc
  .tuple(indent, fc.oneof({ weight: 4, arbitrary: item }, other))
  .map(([spaces, text]) => spaces + text);
const text = fc
  .tuple(fc.constantFrom('a:', '', '---', 'a: |', 'a: "', '- '), fc.array(line, { maxLength: 12 }))
  .map(([first, lines]) => [first, ...lines, ''].join('\n'));

test('with rows, every text has the tree, the locations and the problems that the YAML parser gives', () => {
  let accepted = 0;
  let refused = 0;
  fc.assert(
    fc.property(text, (given) => {
      const expected = read(given, (whole) => ({ text: whole, runs: [] }));
      expect(read(given)).toEqual(expected);
      if (findRows(given).runs.length === 0) return;
      if (parseYaml('spec.yaml', given).ok) accepted += 1;
      else refused += 1;
    }),
    { numRuns: runs(5000) },
  );
  expect(accepted).toBeGreaterThan(atLeast(100));
  expect(refused).toBeGreaterThan(atLeast(500));
});
