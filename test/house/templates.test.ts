import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { templates as compiled } from '../../compiled/templates.js';
import { type Places, templateType } from '../../scripts/template-types.ts';
import { targets } from '../../src/targets/list.ts';
import type { Encoded, View } from '../../src/targets/target.ts';
import { root } from '../support/rendered.ts';

const folder = join(root, 'templates');
const templates = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.hbs'))
  .sort();

/** The places of a template's leaves, from places.json of its directory. */
function placesOf(name: string): Places {
  const [target = '', file = ''] = name.split('/');
  const places: Readonly<Record<string, Places>> = JSON.parse(
    readFileSync(join(folder, target, 'places.json'), 'utf8'),
  );
  return places[file] ?? {};
}

describe('a template contains no logic', () => {
  test.each(templates)('%s only prints, repeats and tests', (path) => {
    const name = path.replace(/\.hbs$/, '');
    const text = readFileSync(join(folder, path), 'utf8');
    expect(templateType(name, text, placesOf(name))).toMatch(/^\{ .*\}$/);
  });

  test.each([
    ['an escaping print', '{{name}}', 'write {{{x}}}'],
    ['a helper', '{{{upper name}}}', 'calls a helper'],
    ['another block', '{{#with site}}{{/with}}', 'uses the block "with"'],
    ['a block by its value', '{{#hosts}}{{/hosts}}', 'uses the block "hosts"'],
    ['a reach out of a list', '{{#each a}}{{{../b}}}{{/each}}', 'leaves its context'],
    ['a position', '{{#each a}}{{{@index}}}{{/each}}', 'leaves its context'],
    ['a partial', '{{> head}}', 'contains a PartialStatement'],
    ['a comment', '{{! why }}', 'contains a CommentStatement'],
    ['a literal', '{{{"a"}}}', 'only paths are supported'],
  ])('%s is refused', (_what, text, reason) => {
    expect(() => templateType('target/file', text, { name: 'word' })).toThrow(reason);
  });
});

test('each template belongs to a file of its own target', () => {
  const used = targets.flatMap(({ name, files }) =>
    Object.entries(files).map(([file, template]) => {
      const path = Object.entries(compiled).find(([, one]) => one === template)?.[0] ?? '';
      expect([file, path].map((each) => each.split('/')[0])).toEqual([name, name]);
      return `${path}.hbs`;
    }),
  );
  expect([...new Set(used)].sort()).toEqual(templates);
});

describe('the type of a view is read from its template', () => {
  test.each([
    ['{{{a}}}', '{ readonly "a": Encoded<"target-word"> }'],
    ['{{#if a}}x{{/if}}', '{ readonly "a": boolean }'],
    ['{{#each a}}{{{this}}}{{/each}}', '{ readonly "a": readonly Encoded<"target-word">[] }'],
    [
      '{{#each a}}{{{b.c}}}{{/each}}',
      '{ readonly "a": readonly { readonly "b": { readonly "c": Encoded<"target-comment"> } }[] }',
    ],
  ])('%s', (text, want) => {
    const places = { a: 'word', 'b.c': 'comment', b: 'flag' };
    const own = Object.entries(places).filter(([leaf]) => text.includes(`{{{${leaf}}}}`));
    const lists = text.includes('this') ? [['a', 'word'] as const] : [];
    expect(templateType('target/file', text, Object.fromEntries([...own, ...lists]))).toBe(want);
  });

  const two = '{{#each a}}{{{name}}}{{/each}}{{#each b}}{{{name}}}{{/each}}';
  test('leaves with the same name can have different places', () => {
    expect(templateType('target/file', two, { name: 'word', 'b.name': ['set', 'word'] })).toBe(
      '{ readonly "a": readonly { readonly "name": Encoded<"target-word"> }[]; readonly "b": readonly { readonly "name": Encoded<"target-set" | "target-word"> }[] }',
    );
  });

  test('a leaf without a place, and a place without a leaf, are rejected', () => {
    expect(() => templateType('target/file', two, { 'a.name': 'word' })).toThrow(
      'the leaf "b.name" has no place',
    );
    expect(() => templateType('target/file', two, { name: 'word', port: 'port' })).toThrow(
      'has no leaf "port"',
    );
  });
});

test('the compiler rejects a raw string as a leaf of a view', () => {
  const encoded = 'safe' as Encoded<'some-place'>;
  const view: View = { leaf: encoded, list: [encoded], flag: true };
  // @ts-expect-error a raw string
  const raw: View = { leaf: 'raw' };
  // @ts-expect-error a raw string in a list
  const list: View = { list: ['raw'] };
  expect([view, raw, list]).toHaveLength(3);
});
