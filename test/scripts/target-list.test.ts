import { describe, expect, test } from '@jest/globals';
import { listModule, refuseName, targetsIn } from '../../scripts/target-list.ts';
import { readText } from '../support/schema.ts';

describe('the check of target names', () => {
  test.each(['pf', 'nftables', 'opnsense2', 'a'.repeat(20)])('accepts %s', (word) => {
    expect(refuseName(word)).toBeUndefined();
  });

  test.each([
    '',
    'a',
    'Nft',
    '2nft',
    'nf-tables',
    'nf_tables',
    'n.f',
    'a/b',
    'a'.repeat(21),
    'nft\n',
  ])('rejects %j as invalid', (word) => {
    expect(refuseName(word)).toContain('invalid name');
  });

  test.each([
    'class',
    'new',
    'default',
    'await',
    'let',
    'eval',
    'undefined',
    'constructor',
    'read',
    'plainlist',
    'stated',
    'templates',
    'targets',
  ])('rejects %s as reserved', (word) => {
    expect(refuseName(word)).toContain('is reserved');
  });
});

describe('the list of targets', () => {
  const text = readText('src/targets/list.ts');

  test('is read and written back unchanged', () => {
    expect(targetsIn(text).length).toBeGreaterThan(1);
    expect(listModule(targetsIn(text))).toBe(text);
  });

  test('sorts an added name', () => {
    expect(targetsIn(listModule([...targetsIn(text), 'aaa']))[0]).toBe('aaa');
  });
});
