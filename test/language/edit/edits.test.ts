import { describe, expect, test } from '@jest/globals';
import { addInclude } from '../../../src/language/edit/include.ts';
import { layoutOf } from '../../../src/language/edit/lines.ts';
import { changeItems } from '../../../src/language/edit/list.ts';
import { insertEntry, removeEntries, replaceValue } from '../../../src/language/edit/map.ts';
import { EditedText, type TextEdit } from '../../../src/language/fix/edited-text.ts';
import type { ListNode, MapNode } from '../../../src/language/yaml/node.ts';
import { parseYaml } from '../../../src/language/yaml/parse.ts';
import { must } from '../../support/policy.ts';

function rootOf(text: string): MapNode {
  const { root } = must(parseYaml('part.yaml', text));
  if (root.kind !== 'map') throw new Error('expected a map');
  return root;
}

function listOf(root: MapNode, name: string): ListNode {
  const value = root.entries.get(name)?.value;
  if (value?.kind !== 'list') throw new Error('expected a list');
  return value;
}

function edited(text: string, edits: readonly TextEdit[] | undefined): string | undefined {
  return edits && new EditedText<TextEdit>(text, edits).current;
}

/** The text of a list `a` after items are removed and others added, each after an index. */
function changed(
  text: string,
  removed: readonly number[],
  added: readonly (readonly [after: number, item: string])[],
): string | undefined {
  const items = added.map(([after, item]) => ({ after, content: { block: [item], flow: item } }));
  const list = listOf(rootOf(text), 'a');
  return edited(text, changeItems(layoutOf(text), list, new Set(removed), items));
}

describe('items of a list', () => {
  test.each([
    ['after another', 'a:\n  - x\n  - y\n', [], [[0, 'n']], 'a:\n  - x\n  - n\n  - y\n'],
    ['after a comment', 'a:\n- x # one\n- y\n', [], [[0, 'n']], 'a:\n- x # one\n- n\n- y\n'],
    [
      'at the start',
      'a:\n  # on x\n  - x\nb: 1\n',
      [],
      [[-1, 'n']],
      'a:\n  - n\n  # on x\n  - x\nb: 1\n',
    ],
    ['at the end of a file', 'a:\n  - x', [], [[0, 'n']], 'a:\n  - x\n  - n'],
    ['with CRLF', 'a:\r\n  - x\r\nb: 1\r\n', [], [[0, 'n']], 'a:\r\n  - x\r\n  - n\r\nb: 1\r\n'],
    ['between blank lines', 'a:\n- x\n\n- y\n', [], [[0, 'n']], 'a:\n- x\n\n- n\n\n- y\n'],
    [
      'after a folded text',
      'a:\n- >-\n  x\n  y\n\nb: 1\n',
      [],
      [[0, 'n']],
      'a:\n- >-\n  x\n  y\n- n\n\nb: 1\n',
    ],
    ['in brackets', 'a: [x, y] # c\n', [], [[0, 'n']], 'a: [x, n, y] # c\n'],
    ['in brackets at the start', 'a: [ x ]\n', [], [[-1, 'n']], 'a: [ n, x ]\n'],
    ['in empty brackets', 'a: []\n', [], [[-1, 'n']], 'a: [n]\n'],
    [
      'in brackets with a last comma',
      'a: [\n  x, # one\n  ]\n',
      [],
      [[0, 'n']],
      'a: [\n  x, n, # one\n  ]\n',
    ],
    ['in the place of one', 'a:\n  - x\n  - y\n', [0], [[-1, 'n']], 'a:\n  - n\n  - y\n'],
    [
      'in the place of all',
      'a:\n  # on x\n  - x\n  - y\nb: 1\n',
      [0, 1],
      [[-1, 'n']],
      'a:\n  - n\nb: 1\n',
    ],
    ['in the place of all in brackets', 'a: [x, y]\n', [0, 1], [[-1, 'n']], 'a: [n]\n'],
    [
      'several at one place',
      'a:\n- x\n',
      [],
      [
        [0, 'n'],
        [0, 'm'],
      ],
      'a:\n- x\n- n\n- m\n',
    ],
  ] as const)('are inserted %s', (_name, text, removed, added, expected) => {
    expect(changed(text, removed, added)).toBe(expected);
  });

  test.each([
    ['one', 'a:\n  - x\n  - y\n  - z\n', [1], 'a:\n  - x\n  - z\n'],
    ['the first', 'a:\n  - x\n  - y\n', [0], 'a:\n  - y\n'],
    ['the last', 'a:\n  - x\n  - y', [1], 'a:\n  - x'],
    ['adjacent ones', 'a:\n  - x\n  - y\n  - z\n', [0, 1], 'a:\n  - z\n'],
    [
      'with comments above',
      'a:\n  - x\n  # on y\n  - y # here\n  - z\n',
      [1],
      'a:\n  - x\n  - z\n',
    ],
    [
      'but not those of others',
      'a:\n  - x\n    # on x\n  - y\n  # on z\n  - z\n',
      [1],
      'a:\n  - x\n    # on x\n  # on z\n  - z\n',
    ],
    ['with deeper comments below', 'a:\n  - x: 1\n    # on x\n  - y: 1\n', [0], 'a:\n  - y: 1\n'],
    ['with its blank line', 'a:\n- x\n\n- y\n\n- z\n', [1], 'a:\n- x\n\n- z\n'],
    ['with CRLF', 'a:\r\n- x\r\n- y\r\nb: 1\r\n', [1], 'a:\r\n- x\r\nb: 1\r\n'],
    ['in brackets', 'a: [x, y, z]\n', [1], 'a: [x, z]\n'],
    ['the first in brackets', 'a: [x, y, z]\n', [0, 1], 'a: [z]\n'],
    ['the first and last in brackets', 'a: [x, y, z]\n', [0, 2], 'a: [y]\n'],
    [
      'on the line of its list',
      'b:\n  - - x\n    - y\na:\n  -\n    x: 1\n  - y\n',
      [0],
      'b:\n  - - x\n    - y\na:\n  - y\n',
    ],
  ] as const)('are removed: %s', (_name, text, removed, expected) => {
    expect(changed(text, removed, [])).toBe(expected);
  });

  test('are never all removed', () => {
    expect(changed('a: [x]\n', [0], [])).toBeUndefined();
  });
});

describe('entries of a map', () => {
  const after = (text: string, name: string) => {
    const root = rootOf(text);
    const entry = root.entries.get(name);
    const content = { block: ['n: 1'], flow: 'n: 1' };
    return edited(text, entry && [insertEntry(layoutOf(text), root, entry, content)]);
  };

  test.each([
    ['a: 1 # c\nb: 2\n', 'a', 'a: 1 # c\nn: 1\nb: 2\n'],
    ['a:\n  x: 1\n  # on x\nb: 2', 'a', 'a:\n  x: 1\n  # on x\nn: 1\nb: 2'],
    ['{ a: 1, b: 2 }\n', 'b', '{ a: 1, b: 2, n: 1 }\n'],
    ['a:\r\nb: 1\r\n', 'a', 'a:\r\nn: 1\r\nb: 1\r\n'],
  ])('are inserted in %j', (text, name, expected) => {
    expect(after(text, name)).toBe(expected);
  });

  const replaced = (text: string) => {
    const entry = rootOf(text).entries.get('a');
    return edited(text, entry && [replaceValue(layoutOf(text), entry, '[n]')]);
  };

  test.each([
    ['a: x # c\nb: 1\n', 'a: [n] # c\nb: 1\n'],
    ['a: "x"\n', 'a: [n]\n'],
    ['a: >-\n  x\n  y\n\nb: 1\n', 'a: [n]\n\nb: 1\n'],
    ['a:  [x, y]\n', 'a:  [n]\n'],
    ['a:\n- x\n- y # c\nb: 1\n', 'a: [n] # c\nb: 1\n'],
    ['a: # why\n- x\n- y\nb: 1\n', 'a: # why\n  [n]\nb: 1\n'],
    ['a:\nb: 1\n', 'a: [n]\nb: 1\n'],
  ])('get another value in %j', (text, expected) => {
    expect(replaced(text)).toBe(expected);
  });

  const without = (text: string, ...names: string[]) =>
    edited(text, removeEntries(layoutOf(text), rootOf(text), new Set(names)));

  test.each([
    ['a: 1\n# on b\nb: 2\nc: 3\n', ['b'], 'a: 1\nc: 3\n'],
    ['a: 1\nb: 2', ['b'], 'a: 1'],
    ['a: 1\nb: 2\n', ['a'], 'b: 2\n'],
    ['{ a: 1, b: 2 }\n', ['a'], '{ b: 2 }\n'],
    ['{ a: 1, b: 2 }\n', ['b'], '{ a: 1 }\n'],
  ])('are removed from %j', (text, names, expected) => {
    expect(without(text, ...names)).toBe(expected);
  });
});

describe('an include', () => {
  const included = (text: string, path = 'vendor/x.yaml') => {
    const edit = addInclude(text, rootOf(text), path);
    return edited(text, edit && [edit]);
  };

  test.each([
    [
      'after the head',
      'version: 1\ntitle: T # c\ngroups: []\n',
      'version: 1\ntitle: T # c\ninclude:\n  - vendor/x.yaml\ngroups: []\n',
    ],
    ['at the end', 'version: 1\ntitle: T', 'version: 1\ntitle: T\ninclude:\n  - vendor/x.yaml'],
    [
      'in a list',
      'include:\n- a.yaml # one\n# end\n',
      'include:\n- a.yaml # one\n- vendor/x.yaml\n# end\n',
    ],
    ['in brackets', 'include: [a.yaml]\n', 'include: [a.yaml, vendor/x.yaml]\n'],
    ['in empty brackets', 'include: []\n', 'include: [vendor/x.yaml]\n'],
    [
      'without a value',
      'include: # none\ntitle: T\n',
      'include: [vendor/x.yaml] # none\ntitle: T\n',
    ],
    [
      'in a map in brackets',
      '{ version: 1, title: T }',
      '{ version: 1, title: T, include: [vendor/x.yaml] }',
    ],
    [
      'with CRLF',
      'title: T\r\nsites: {}\r\n',
      'title: T\r\ninclude:\r\n  - vendor/x.yaml\r\nsites: {}\r\n',
    ],
    [
      'after a folded title',
      'title: >-\n  A\n  B\n\nsites: {}\n',
      'title: >-\n  A\n  B\ninclude:\n  - vendor/x.yaml\n\nsites: {}\n',
    ],
  ])('is added %s', (_name, text, expected) => {
    expect(included(text)).toBe(expected);
  });

  test('is not added to a value that is not a list', () => {
    expect(included('include: a.yaml\n')).toBeUndefined();
  });
});
