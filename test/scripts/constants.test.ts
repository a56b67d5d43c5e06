import { expect, test } from '@jest/globals';
import { constantsOf } from '../../scripts/constants.ts';
import { inFolder, writeFiles } from '../support/folder.ts';

const constantsWith = (homepage?: string) =>
  inFolder((folder) => {
    writeFiles(folder, { 'package.json': JSON.stringify({ version: '1.2.3', homepage }) });
    return constantsOf(folder);
  });

test('a bundle knows the homepage of package.json', () => {
  const homepage = 'https://git.example.com/a/portolan/blob/v1.2.3/README.md';
  expect(constantsWith(homepage)).toEqual({
    PORTOLAN_VERSION: '"1.2.3"',
    PORTOLAN_HOMEPAGE: `"${homepage}"`,
  });
});

test('a bundle knows no homepage where package.json has none', () => {
  expect(constantsWith()['PORTOLAN_HOMEPAGE']).toBe('null');
});

test.each([
  'https://git.example.com/a/portolan#readme',
  'https://git.example.com/a/portolan',
  'git.example.com/a/portolan/README.md',
  'https://git.example.com/a/"/README.md',
])('a build refuses the homepage %s, from which no document has an address', (homepage) => {
  expect(() => constantsWith(homepage)).toThrow(`homepage of package.json is ${homepage}`);
});
