import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { helpOf } from '../../src/commands/cli/parser.ts';
import { verbs } from '../../src/commands/verbs.ts';
import { nodesOf, parsePage, wordsOf } from '../support/markdown.ts';
import { root } from '../support/rendered.ts';
import {
  bannedPhrases,
  descriptionsOf,
  literalsOf,
  prose,
  type Text,
  usesOf,
} from '../support/words.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The files below directories of the project whose names match. */
function filesIn(homes: readonly string[], name: RegExp): string[] {
  return homes.flatMap((home) =>
    readdirSync(join(root, home), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && name.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .sort(),
  );
}

const phrases = bannedPhrases(read('CONTRIBUTING.md'));

const helps = await Promise.all(
  [undefined, ...verbs.map(({ name }) => name)].map(
    async (name): Promise<Text> => ({
      file: `the help of ${name ?? 'portolan'}`,
      line: 1,
      text: await helpOf(name),
    }),
  ),
);

const example = 'scripts/new-target';

const areas: readonly (readonly [string, readonly Text[]])[] = [
  ['help', helps],
  [
    'messages',
    filesIn(['src', `${example}/src`], /\.tsx?$/).flatMap((path) => literalsOf(path, read(path))),
  ],
  [
    'templates',
    filesIn(['templates', `${example}/templates`], /\.hbs$/).map((path) => ({
      file: path,
      line: 1,
      text: read(path),
    })),
  ],
  ['schemas', filesIn(['schema'], /\.json$/).flatMap((path) => descriptionsOf(path, read(path)))],
  [
    'README and its neighbors',
    ['README.md', 'CHANGELOG.md', 'SECURITY.md'].map((path) => prose(path, read(path))),
  ],
  ['documents', filesIn(['docs'], /\.(?:md|yml)$/).map((path) => prose(path, read(path)))],
  [
    'playbooks',
    filesIn(['contrib'], /\.(?:yml|cfg)$/).map((path) => ({
      file: path,
      line: 1,
      text: read(path),
    })),
  ],
  ['generated files', filesIn(['generated'], /./).map((path) => prose(path, read(path)))],
];

describe('no banned phrase of CONTRIBUTING.md is in', () => {
  test.each(areas)('%s', (_area, texts) => {
    expect(texts.length).toBeGreaterThan(0);
    expect(usesOf(phrases, texts)).toEqual([]);
  });
});

describe('the list of banned phrases', () => {
  test('is read from CONTRIBUTING.md', () => {
    expect(phrases.length).toBeGreaterThan(50);
    expect(phrases.map(({ phrase }) => phrase)).toContain('without a word');
  });

  test.each<[string, string, boolean]>([
    ['the word itself', 'Make a folder.', true],
    ['capitals', 'Folders are made.', true],
    ['an inflection', 'two colours', true],
    ['a phrase over two lines of a page', 'it says so without\na word', true],
    ['a phrase over two lines of a comment', '# it says so without\n# a word', true],
    ['a longer word', 'a verbose message', false],
    ['a part of an id', 'the rule folder-link', false],
    ['a part of a path', 'see /tmp/folder/x', false],
  ])('finds %s: %j: %s', (_name, text, found) => {
    expect(usesOf(phrases, [{ file: 'a', line: 1, text }]).length > 0).toBe(found);
  });

  test('is compared with text, and not with code spans', () => {
    const page = prose('page.md', 'a `folder` and [x](folder)\n\nanother folder\n');
    expect(usesOf(phrases, [page])).toEqual(['page.md:3: "folder"']);
  });
});

describe('the string literals of a module', () => {
  test('are those with a space, each with its line', () => {
    const source = [
      "import { a } from './a b.ts'; // it's a comment",
      "/* 'not this one' */ const one = 'it\\'s this';",
      'const two = `and so $'.concat('{call({ x: `inner and $', '{y} more text` })} over here`;'),
      "const three = text.replace(/['\"`] no/g, 'oneword') / 2; const four = \"with 'quotes'\";",
      "const five = 'first line\\nsecond line';",
    ].join('\n');
    expect(literalsOf('a.ts', source).map(({ line, text }) => `${line}: ${text.trim()}`)).toEqual([
      '1: ./a b.ts',
      "2: it\\'s this",
      '3: and so',
      '3: inner and',
      '3: more text',
      '3: over here',
      "4: with 'quotes'",
      '5: first line  second line',
    ]);
  });
});

test('a sentence of README.md has at most 25 words', () => {
  const page = parsePage(read('README.md'));
  const parts = [...nodesOf(page, 'paragraph'), ...nodesOf(page, 'heading')].map(wordsOf);
  const sentences = parts.flatMap((part) => part.split(/(?<=[.!?])\s+/));
  const long = sentences.filter((sentence) => sentence.trim().split(/\s+/).length > 25);
  expect(sentences.length).toBeGreaterThan(30);
  expect(long).toEqual([]);
});
