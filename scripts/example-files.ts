import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { example } from './target-list.ts';

/**
 * The files of a new target, by their path in the project: those of the example, with the target's name and with
 * imports that work from the new directory.
 */
export function filesFor(root: string, target: string): ReadonlyMap<string, string> {
  const home = join(root, example.root);
  const named = (text: string) => text.replaceAll(example.name, target);
  const paths = readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(home.length + 1))
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.startsWith('compiled/'));
  return new Map(
    paths.sort().map((path) => {
      const text = readFileSync(join(home, path), 'utf8').replaceAll('\r\n', '\n');
      return [named(path), named(path.endsWith('.ts') ? withMovedImports(path, text) : text)];
    }),
  );
}

/** A module's text with relative imports that work from `path` in the project. `path` is the same in the example. */
function withMovedImports(path: string, text: string): string {
  const from = posix.dirname(path);
  return text.replaceAll(/(?<=\bfrom ')\.[^']+(?=';$)/gm, (specifier) => {
    const to = posix.join(example.root, from, specifier);
    const own = posix.relative(example.root, to);
    const moved = posix.relative(from, own.startsWith('..') ? to : own);
    return moved.startsWith('.') ? moved : `./${moved}`;
  });
}
