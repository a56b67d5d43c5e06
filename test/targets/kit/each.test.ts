import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import Handlebars from 'handlebars';
import { each } from '../../../src/targets/kit/writing/each.ts';

/** The text of a template with the block of Handlebars, and with ours. */
function texts(template: string, view: unknown): { theirs: string; ours: string } {
  const [theirs, ours] = [Handlebars.create(), Handlebars.create()];
  ours.registerHelper('each', each);
  const options = { strict: true, noEscape: true };
  return {
    theirs: theirs.compile(template, options)(view),
    ours: ours.compile(template, options)(view),
  };
}

describe('the block that repeats for each item of a list', () => {
  test.each([
    ['items in order', '{{#each a}}<{{{this}}}>{{/each}}', { a: ['x', 'y'] }, '<x><y>'],
    ['nothing for an empty list', '[{{#each a}}<{{{this}}}>{{/each}}]', { a: [] }, '[]'],
    [
      'the rest for an empty list',
      '{{#each a}}x{{else}}none{{{b}}}{{/each}}',
      { a: [], b: 1 },
      'none1',
    ],
    [
      'lists of lists',
      '{{#each a}}{{#each b}}{{{c}}}{{/each}};{{/each}}',
      { a: [{ b: [{ c: 1 }] }, { b: [] }] },
      '1;;',
    ],
  ])('prints %s', (_what, template, view, want) => {
    expect(texts(template, view)).toEqual({ theirs: want, ours: want });
  });

  test('prints what the block of Handlebars prints', () => {
    const text = fc.string({ maxLength: 4 });
    const view = fc.record({
      rest: text,
      a: fc.array(fc.record({ name: text, b: fc.array(text, { maxLength: 3 }) }), { maxLength: 4 }),
    });
    const template =
      '{{#each a}}{{{name}}}:{{#each b}}<{{{this}}}>{{else}}-{{/each}}\n{{else}}{{{rest}}}{{/each}}';
    fc.assert(
      fc.property(view, (given) => {
        const { theirs, ours } = texts(template, given);
        expect(ours).toBe(theirs);
      }),
    );
  });
});
