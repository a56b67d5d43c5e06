import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { example } from '../../scripts/target-list.ts';
import { targets } from '../../src/targets/list.ts';
import { root } from '../support/rendered.ts';

/** Every target and the example of a new one, with the directory of its tests. */
const homes = [
  ...targets.map(({ name }) => [name, '.'] as const),
  [example.name, example.root] as const,
];

test.each(homes)('%s is tested with the properties of every target', (name, home) => {
  const suite = join(root, home, 'test/targets', name, 'properties.test.ts');
  expect(existsSync(suite) ? readFileSync(suite, 'utf8') : '').toContain(`proveProperties(${name}`);
});
