import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { inFolder } from '../../support/folder.ts';
import { someOf } from '../../support/runs.ts';
import { missedBy } from './catch.ts';
import { play, portolan } from './support.ts';
import { table } from './table.ts';
import type { Trick } from './tricks/trick.ts';

describe.each(Object.entries(table))('an insider trick about %s', (_about, tricks) => {
  test.each(someOf(tricks).map((trick) => [trick.name, trick] as const))(
    'is caught: %s',
    (_name, trick) =>
      inFolder(async (folder) => {
        play(folder, trick);
        const missed: string[] = [];
        for (const caught of trick.caught) missed.push(...(await missedBy(folder, caught)));
        expect(missed).toEqual([]);
      }),
  );
});

test('all tricks have different names, and there are enough of them', () => {
  const names = Object.values(table).flatMap((tricks) => tricks.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(60);
});

describe('a command that runs without a trick', () => {
  const untouched: Trick = { name: '', caught: [{ by: 'check', files: {} }] };

  test.each<[string, (side: (name: string) => string) => string[]]>([
    ['check', (side) => ['check', side('head')]],
    ['verify', (side) => ['verify', side('head')]],
    ['lint', (side) => ['lint', side('head'), '--fail-on', 'high']],
    ['diff', (side) => ['diff', side('base'), side('head'), '--exit-code', '--expect', 'none']],
    ['diff --outputs', (side) => ['diff', side('base'), side('head'), '--outputs', '--exit-code']],
  ])('%s exits with 0', (_verb, words) =>
    inFolder(async (folder) => {
      play(folder, untouched);
      const { code } = await portolan(...words((name) => join(folder, name, 'spec.yaml')));
      expect(code).toBe(0);
    }),
  );
});
