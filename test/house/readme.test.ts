import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { verbs } from '../../src/commands/verbs.ts';
import { root } from '../support/rendered.ts';

const pages = [
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'README.md',
  'SECURITY.md',
  'docs/api.md',
  'docs/apply.md',
  'docs/architecture.md',
  'docs/cli.md',
  'docs/example.md',
  'docs/fleet.md',
  'docs/guide.md',
  'docs/import.md',
  'docs/new-target.md',
  'docs/rules.md',
  'docs/spec.md',
  'docs/updates.md',
  'docs/use-it-in-your-repository.md',
];
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const excerpts = ['README.md', 'docs/example.md', 'docs/guide.md', 'docs/import.md'].flatMap(
  (page) =>
    [
      ...readFileSync(join(root, page), 'utf8').matchAll(
        /<!-- excerpt: (\S+) -->\n```\w+\n([\s\S]*?)```\n/g,
      ),
    ].map(([, path = '', text = '']) => [page, path, text] as const),
);

describe('README.md', () => {
  test('marks every block as an excerpt or an output, except commands', () => {
    const blocks = [...readme.matchAll(/^(.*)\n```(\w+)\n/gm)];
    const unmarked = blocks.filter(([, before = '']) => !/^<!-- (excerpt|output): /.test(before));
    expect(blocks.length).toBeGreaterThan(6);
    expect(unmarked.map(([, , language]) => language)).toEqual(['sh', 'sh']);
  });

  test('has fewer than 180 lines', () => {
    expect(readme.split('\n').length).toBeLessThan(180);
  });

  test('names commands and scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const named = [...readme.matchAll(/npm run ([a-z:-]+)/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    expect(readme).toContain('npm ci && npm start');
    expect(readme).toContain('npm ci && npm test');
  });

  test('names every command', () => {
    const listed = verbs.filter(({ task }) => task !== undefined).map(({ name }) => name);
    expect(listed.filter((name) => !readme.includes(`\`${name}\` `))).toEqual([]);
  });
});

test.each(excerpts)('%s has an excerpt of %s word for word', (_page, path, text) => {
  expect(readFileSync(join(root, path), 'utf8')).toContain(text);
});

test('docs/architecture.md names every dependency', () => {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  const names = Object.keys({ ...dependencies, ...devDependencies });
  expect(names.filter((name) => !page.includes(name))).toEqual([]);
});

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');

  test('wraps its prose at 120', () => {
    // A marker with its command cannot wrap.
    const unmarked = text.replaceAll(/```[\s\S]*?```|^<!-- output: .* -->$/gm, '');
    const prose = unmarked.split('\n');
    expect(prose.filter((line) => line.length > 120 && !line.startsWith('|'))).toEqual([]);
  });

  test('links to files that exist', () => {
    const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1] ?? '');
    const missing = links.filter((link) => !exists(join(root, page, '..', link)));
    expect(missing).toEqual([]);
  });
});

function exists(path: string): boolean {
  try {
    return readFileSync(path).length > 0;
  } catch {
    return false;
  }
}
