import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { report } from '../support/load.ts';

const home = join(import.meta.dirname, '../invalid');
const folders = readdirSync(home).sort();

describe('test/invalid: the report for each mistake', () => {
  test.each(folders)('%s', (name) => {
    const expected = join(home, name, 'expected.txt');
    const given = report(join(home, name));
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(expected, given);
    if (!existsSync(expected))
      throw new Error(`${name} has no expected.txt: run it with UPDATE_GOLDEN=1`);
    expect(given).toBe(readFileSync(expected, 'utf8'));
  });
});
