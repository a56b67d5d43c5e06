import { existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { filesFor } from '../../scripts/example-files.ts';
import { example, refuseName } from '../../scripts/target-list.ts';
import { filesNamed } from '../support/new-target.ts';
import { root } from '../support/schema.ts';

const files = filesFor(root, 'ledger');
const modules = [...files].filter(([path]) => path.endsWith('.ts'));

describe('the files of a new target', () => {
  test('are exactly the files that docs/new-target.md lists', () => {
    expect([...files.keys()].sort()).toEqual(
      filesNamed('contains', 'ledger').filter((path) => !path.endsWith('/')),
    );
  });

  test('mention neither the example nor its directory', () => {
    const wrong = [...files].filter(([path, text]) =>
      [example.name, example.root].some((word) => `${path} ${text}`.includes(word)),
    );
    expect(wrong.map(([path]) => path)).toEqual([]);
  });

  test('declare no name twice, for any name of the target', () => {
    const words = modules
      .filter(([, text]) => /^(?:import \{ ledger \}|export const ledger:)/m.test(text))
      .flatMap(([, text]) => [
        ...[...text.matchAll(/^import (?:type )?\{([^}]+)\}/gm)].flatMap(([, list = '']) =>
          list.split(',').map((word) => word.replace('type ', '').trim()),
        ),
        ...[...text.matchAll(/^(?:export )?(?:const|function) (\w+)/gm)].map(
          ([, word = '']) => word,
        ),
      ]);
    expect(words).toEqual(expect.arrayContaining(['ledger', 'describe', 'madeFrom']));
    const free = words.filter((word) => word !== 'ledger' && refuseName(word) === undefined);
    expect(free).toEqual([]);
  });

  test('import only files that exist, and their compiled templates', () => {
    const imports = modules.flatMap(([path, text]) =>
      [...text.matchAll(/ from '(\.[^']+)';$/gm)].map(([, specifier = '']) =>
        posix.join(dirname(path), specifier),
      ),
    );
    expect(imports.length).toBeGreaterThan(50);
    const missing = imports.filter((path) => !files.has(path) && !existsSync(join(root, path)));
    expect(missing).toEqual([]);
    expect(imports).toContain('compiled/templates.js');
  });
});
