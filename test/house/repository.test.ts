import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { root } from '../support/rendered.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

const { version, devDependencies } = JSON.parse(read('package.json'));

describe('the changelog', () => {
  const changelog = read('CHANGELOG.md');

  test('has unreleased changes, or the version of the package', () => {
    const [newest] = /^## \[.+\]/m.exec(changelog) ?? [];
    expect(['## [Unreleased]', `## [${version}]`]).toContain(newest);
  });

  test('uses the headings of its format', () => {
    const headings = [...changelog.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
    const known = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
    expect(headings.filter((heading) => !known.includes(heading ?? ''))).toEqual([]);
  });
});

describe('issue forms', () => {
  const home = '.github/ISSUE_TEMPLATE';
  const forms = readdirSync(join(root, home)).filter((name) => name !== 'config.yml');

  test.each(forms)('%s has a name, a description and fields with labels', (name) => {
    expect(load(read(`${home}/${name}`))).toMatchObject({
      name: expect.any(String),
      description: expect.any(String),
      body: expect.arrayContaining([
        expect.objectContaining({
          id: expect.any(String),
          attributes: expect.objectContaining({ label: expect.any(String) }),
          validations: { required: true },
        }),
      ]),
    });
  });

  test('a vulnerability is sent elsewhere', () => {
    expect(read(`${home}/bug.yml`)).toContain('SECURITY.md');
    expect(read(`${home}/config.yml`)).toContain('SECURITY.md');
  });
});

test('updates of each bundled package are reviewed one by one', () => {
  const { packageRules } = JSON.parse(read('renovate.json'));
  const [{ matchPackageNames, automerge }] = packageRules;
  expect(automerge).toBe(false);
  const page = read('docs/architecture.md');
  const bundled = page.slice(page.indexOf('## Dependencies'), page.indexOf('For development'));
  const listed = [...bundled.matchAll(/^\| ([\w-]+) \|/gm)].map(([, name = '']) => name);
  expect(matchPackageNames).toEqual(listed.filter((name) => name in devDependencies).sort());
});
