import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import Handlebars from 'handlebars';
import { templates } from '../../compiled/templates.js';
import { templateCode, templateHelpers } from '../../scripts/template-code.ts';
import { type Places, templateType } from '../../scripts/template-types.ts';
import { root } from '../support/rendered.ts';
import { runs } from '../support/runs.ts';

type Template = (view: unknown) => string;

/** A template as Handlebars itself runs it. */
function interpreted(text: string): Template {
  return Handlebars.compile(text, { strict: true, knownHelpersOnly: true, noEscape: true });
}

function compiled(text: string): Template {
  return runInThisContext(`(function () { ${templateHelpers} return ${templateCode(text)}; })()`);
}

/** Random views of the type that `templateType` prints. */
function viewsOf(type: string): fc.Arbitrary<unknown> {
  let at = 0;
  const take = (shape: RegExp): string | undefined => {
    const found = new RegExp(shape.source, 'y');
    found.lastIndex = at;
    const [text] = found.exec(type) ?? [];
    at += text?.length ?? 0;
    return text;
  };
  const next = (): fc.Arbitrary<unknown> => {
    if (take(/boolean/)) return fc.boolean();
    if (take(/Encoded<[^>]*>/)) return fc.constantFrom('', 'a', 'b c', '<&>"', '{{{x}}}', '\n');
    if (take(/readonly (?=[{E])/)) {
      const items = next();
      take(/\[\]/);
      return fc.array(items, { maxLength: 3 });
    }
    if (!take(/\{ ?/)) throw new Error(`no views of ${type.slice(at, at + 40)}`);
    const fields: Record<string, fc.Arbitrary<unknown>> = {};
    for (let name = take(/readonly "/); name; name = take(/readonly "/)) {
      const key = take(/[^"]+/) ?? '';
      take(/": /);
      fields[key] = next();
      take(/; /);
    }
    take(/ ?\}/);
    return fc.record(fields);
  };
  const views = next();
  expect(at).toBe(type.length);
  return views;
}

describe('the code of a template prints what Handlebars prints', () => {
  test.each(Object.entries(templates))('%s, for every view of its type', (name, template) => {
    const text = readFileSync(join(root, 'templates', `${name}.hbs`), 'utf8');
    const [target = '', file = ''] = name.split('/');
    const places: Readonly<Record<string, Places>> = JSON.parse(
      readFileSync(join(root, 'templates', target, 'places.json'), 'utf8'),
    );
    const expected = interpreted(text);
    const views = viewsOf(templateType(name, text, places[file] ?? {}));
    fc.assert(
      fc.property(views, (view) => {
        expect((template as Template)(view)).toBe(expected(view));
      }),
      { numRuns: runs(100) },
    );
  });

  const views = [
    { a: [], b: '' },
    { a: ['x', ''], b: 'y' },
    { a: ['`${"\u2028'], b: '\\' },
  ];
  test.each([
    'a\n  {{#if a}}\n  {{{b}}}\n  {{/if}}\nz',
    '{{#if b}}yes{{else}}no{{/if}}',
    '{{#each a}}[{{{this}}}]{{else}}none{{/each}}',
    '{{#each a}}{{#if this}}{{{this}}}{{else}}-{{/if}}{{/each}}{{{b}}}',
    ' {{~#each a~}} , {{{this}}} {{~/each~}} . ',
    '{{#if a}}{{#if b}}both{{/if}}{{else if b}}b{{/if}} $ { ` \\ \u2028',
  ])('%j', (text) => {
    for (const view of views) expect(compiled(text)(view)).toBe(interpreted(text)(view));
  });
});

test.each([
  ['{{#with a}}{{/with}}', 'the block "with"'],
  ['{{#each a}}{{{../b}}}{{/each}}', 'leaves its context'],
  ['{{#each a}}{{{@index}}}{{/each}}', 'leaves its context'],
  ['{{{"a"}}}', 'leaves its context'],
  ['{{> head}}', 'PartialStatement'],
])('%s has no code', (text, reason) => {
  expect(() => templateCode(text)).toThrow(reason);
});

test('a value that a view has not is never printed', () => {
  expect(() => compiled('{{{a}}}')({})).toThrow('not a text');
  expect(() => compiled('{{{a.b}}}')({ a: {} })).toThrow('not a text');
  expect(() => compiled('{{#each a}}x{{/each}}')({})).toThrow('not iterable');
});
