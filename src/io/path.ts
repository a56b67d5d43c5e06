import { join } from 'node:path';

/** A path for the system, and what people call it. */
export type Path = { readonly at: string; readonly shown: string };

/** A path as it is named, or one that is called otherwise. */
export type Named = string | Path;

/** Both names of a path. */
export function pathOf(path: Named): Path {
  return typeof path === 'string' ? { at: path, shown: path } : path;
}

/** Something in a folder. */
export function inside(folder: Named, name: string): Path {
  const { at, shown } = pathOf(folder);
  return { at: join(at, name), shown: join(shown, name) };
}
