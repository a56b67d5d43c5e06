import { join } from 'node:path';

/** A path for the system, and the path that messages show. */
export type Path = { readonly at: string; readonly shown: string };

/** A path, or one that messages show differently. */
export type Named = string | Path;

/** Both names of a path. */
export function pathOf(path: Named): Path {
  return typeof path === 'string' ? { at: path, shown: path } : path;
}

/** Whether a path with `/` between its parts stays below the directory at which it begins. */
export function isBelow(path: string): boolean {
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** An entry of a directory. */
export function inside(folder: Named, name: string): Path {
  const { at, shown } = pathOf(folder);
  return { at: join(at, name), shown: join(shown, name) };
}
