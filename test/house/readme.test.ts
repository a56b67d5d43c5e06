import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { root } from '../support/rendered.ts';

const pages = [
  'README.md',
  'docs/architecture.md',
  'docs/new-target.md',
  'docs/rules.md',
  'docs/spec.md',
];
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const excerpts = [...readme.matchAll(/<!-- excerpt: (\S+) -->\n```\w*\n([\s\S]*?)```\n/g)].map(
  (match) => [match[1] ?? '', match[2] ?? ''] as const,
);

describe('the README shows what is really there', () => {
  test('every excerpt is marked', () => {
    const blocks = readme.match(/^```\w*$/gm)?.length ?? 0;
    // The two commands are the only block that is no excerpt.
    expect(blocks / 2).toBe(excerpts.length + 1);
  });

  test.each(excerpts)('of %s, word for word', (path, text) => {
    expect(readFileSync(join(root, path), 'utf8')).toContain(text);
  });

  test('the commands are scripts of the package', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const named = [...readme.matchAll(/npm run ([a-z:-]+)/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    expect(readme).toContain('npm ci && npm start');
    expect(readme).toContain('npm ci && npm test');
  });

  test('every dependency is named with its reason', () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    );
    const names = Object.keys({ ...dependencies, ...devDependencies });
    expect(names.filter((name) => !readme.includes(name))).toEqual([]);
  });
});

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');

  test('wraps its prose at 120', () => {
    const prose = text.replaceAll(/```[\s\S]*?```/g, '').split('\n');
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
