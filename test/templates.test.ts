import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { templateType } from '../scripts/template-types.ts';
import type { Encoded, View } from '../src/targets/target.ts';
import { root } from './support/rendered.ts';

const folder = join(root, 'templates');
const templates = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.hbs'))
  .sort();

describe('a template decides nothing', () => {
  test.each(templates)('%s only prints, repeats and tests', (path) => {
    expect(templateType(path, readFileSync(join(folder, path), 'utf8'))).toMatch(/^\{ .*\}$/);
  });

  test.each([
    ['an escaping print', '{{name}}', 'write {{{x}}}'],
    ['a helper', '{{{upper name}}}', 'calls a helper'],
    ['another block', '{{#with site}}{{/with}}', 'uses the block "with"'],
    ['a block by its value', '{{#hosts}}{{/hosts}}', 'uses the block "hosts"'],
    ['a reach out of a list', '{{#each a}}{{{../b}}}{{/each}}', 'reaches out of its context'],
    ['a position', '{{#each a}}{{{@index}}}{{/each}}', 'reaches out of its context'],
    ['a partial', '{{> head}}', 'holds a PartialStatement'],
    ['a comment', '{{! why }}', 'holds a CommentStatement'],
    ['a literal', '{{{"a"}}}', 'not a path'],
  ])('%s is refused', (_what, text, reason) => {
    expect(() => templateType('target/file', text)).toThrow(reason);
  });
});

describe('the type of a view is read from its template', () => {
  test.each([
    ['{{{a}}}', '{ readonly "a": Leaf }'],
    ['{{#if a}}x{{/if}}', '{ readonly "a": boolean }'],
    ['{{#each a}}{{{this}}}{{/each}}', '{ readonly "a": readonly Leaf[] }'],
    [
      '{{#each a}}{{{b.c}}}{{/each}}',
      '{ readonly "a": readonly { readonly "b": { readonly "c": Leaf } }[] }',
    ],
  ])('%s', (text, want) => {
    expect(templateType('target/file', text)).toBe(want);
  });
});

test('a raw string of the spec is no leaf of a view: the compiler refuses it', () => {
  const encoded = 'safe' as Encoded<'some-place'>;
  const view: View = { leaf: encoded, list: [encoded], flag: true };
  // @ts-expect-error a raw string
  const raw: View = { leaf: 'raw' };
  // @ts-expect-error a raw string in a list
  const list: View = { list: ['raw'] };
  expect([view, raw, list]).toHaveLength(3);
});
