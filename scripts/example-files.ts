import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { example } from './target-list.ts';

/**
 * The files that a new target begins with, by their path below the project's folder: those of the example, with the
 * target's name in place of the example's, and with imports that lead where they led.
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

/** A module's text for its place in the project; `path` is where it lies in the example's folder, and will in the project's. */
function withMovedImports(path: string, text: string): string {
  const from = posix.dirname(path);
  return text.replaceAll(/(?<=\bfrom ')\.[^']+(?=';$)/gm, (specifier) => {
    const to = posix.join(example.root, from, specifier);
    const own = posix.relative(example.root, to);
    const moved = posix.relative(from, own.startsWith('..') ? to : own);
    return moved.startsWith('.') ? moved : `./${moved}`;
  });
}
