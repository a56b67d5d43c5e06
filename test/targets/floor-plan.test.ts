import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { example } from '../../scripts/target-list.ts';
import { targets } from '../../src/targets/list.ts';

const project = join(import.meta.dirname, '../..');
const root = join(project, 'src/targets');

/** One file for each thing that a target must say; what grows too large continues in `role-part.ts`. */
const roles = [
  'caveats',
  'coverage',
  'encode',
  'index',
  'names',
  'options',
  'plan',
  'refusals',
  'stated',
  'view',
];

/** What a target has beside them, where its technology asks for it: a trial of the files on a real engine. */
const more = ['prove'];

const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test('every directory except the kit is a target in the list', () => {
  const names = folders.map(({ name }) => name).filter((name) => name !== 'kit');
  expect(names.sort()).toEqual(targets.map(({ name }) => name).sort());
});

/** Every target, and the example that a new one begins as. */
const homes = [
  ...targets.map(({ name }) => [name, join(root, name)] as const),
  [example.name, join(project, example.root, 'src/targets', example.name)] as const,
];

describe.each(homes)('%s', (name, home) => {
  const files = readdirSync(home, { withFileTypes: true });
  const modules = files.flatMap((file) => /^(.*)\.ts$/.exec(file.name)?.[1] ?? []);

  test('has a file for every role, the schema of its options, and its reader', () => {
    expect(modules).toEqual(expect.arrayContaining(roles));
    expect(files.map((file) => file.name)).toContain('options.schema.json');
    const folders = files.filter((file) => file.isDirectory()).map((file) => file.name);
    const target = targets.find((each) => each.name === name);
    const live = target?.live === undefined ? [] : ['live'];
    const retire = target?.retire === undefined ? [] : ['retire'];
    expect(folders.sort()).toEqual([...live, 'read', ...retire]);
  });

  test('has only files of roles and their parts', () => {
    const parts = modules.filter((module) => ![...roles, ...more].includes(module));
    expect(parts.filter((part) => !roles.some((role) => part.startsWith(`${role}-`)))).toEqual([]);
  });
});
