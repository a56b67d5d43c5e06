import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { targets } from '../../src/targets/list.ts';
import { root } from '../support/rendered.ts';

const names = targets.map(({ name }) => name);

test.each(names)('%s is held to the properties that every target has', (name) => {
  const suite = join(root, 'test/targets', name, 'properties.test.ts');
  expect(existsSync(suite) ? readFileSync(suite, 'utf8') : '').toContain(`proveProperties(${name}`);
});
