import { expect, test } from '@jest/globals';
import { deleted, doubled, unnoticed } from '../sweep.ts';
import { base } from './base.ts';
import { checkPfsense } from './checker.ts';

const check = (files: ReadonlyMap<string, string>): string[] =>
  checkPfsense(files, { closed: true, log: true });

test('no line can go but an empty one, an id and the switch of a rule', () => {
  expect([...new Set(unnoticed(base, check, deleted))]).toEqual([
    '\t\t\t<id></id>',
    '\t\t\t<disabled></disabled>',
    '',
  ]);
});

test('rejects a doubled line, except an empty one and the header of aliases.txt', () => {
  expect([...new Set(unnoticed(base, check, doubled))]).toEqual([
    '# demo: entries for the alias importer, written by "portolan generate"; paste what is below a heading.',
    '',
  ]);
});
