import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { bundledPackages, inputsNamedIn } from '../../scripts/bundled-packages.ts';
import { billOfMaterials, noticesText } from '../../scripts/notices.ts';
import { root } from '../support/rendered.ts';

const inputs = [
  'src/cli.ts',
  'node_modules/yargs/index.mjs',
  'node_modules/yargs/lib/platform-shims/esm.mjs',
  'node_modules/saxes/saxes.js',
];

describe('packages of the bundle', () => {
  const packages = bundledPackages(root, inputs);

  test('are those whose files it contains, once each, with their licenses', () => {
    expect(packages.map(({ name, license }) => [name, license])).toEqual([
      ['saxes', 'ISC'],
      ['yargs', 'MIT'],
    ]);
  });

  test.each([
    ['compiled/validate-spec.js', 'ajv'],
    ['compiled/page.js', 'preact'],
  ])('are named in %s, which is itself a bundle', (path, name) => {
    const module = readFileSync(join(root, path), 'utf8');
    expect(bundledPackages(root, inputsNamedIn(module)).map((each) => each.name)).toEqual([name]);
  });

  test('a package that states no license is an error', () => {
    expect(() => bundledPackages(root, ['node_modules/no-such-package/index.js'])).toThrow();
  });

  test('the notices have the license text of each, and that of the Public Suffix List', () => {
    const text = noticesText(root, packages);
    for (const { text: license } of packages) expect(text).toContain(license);
    expect(text).toContain('Mozilla Public License Version 2.0');
    expect(text).not.toContain('\r');
  });

  test('the bill of materials has their versions and the digests of the lock file', () => {
    const { components } = JSON.parse(billOfMaterials('1.2.3', packages));
    const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const { version, integrity } = locked['node_modules/yargs'];
    expect(components[1]).toMatchObject({
      name: 'yargs',
      version,
      purl: `pkg:npm/yargs@${version}`,
      hashes: [{ content: Buffer.from(integrity.slice(7), 'base64').toString('hex') }],
    });
  });
});
