import { expect, test } from '@jest/globals';
import { otherChanges } from '../../../src/report/diff/html-changes.ts';
import { compare } from '../../review/diff/support.ts';

test.each([
  [1, '1 line added, 2 removed'],
  [3, '3 lines added, 2 removed'],
])('a changed file with %d lines more says so', (added, words) => {
  const path = 'branch/pac/proxy.pac';
  const outputs = [{ path, state: 'changed', added, removed: 2, digest: null } as const];
  const found = otherChanges({ ...compare({}, {}), outputs });
  expect(found.map(({ what, text }) => [what, text])).toEqual([[path, `changed, ${words}`]]);
});
