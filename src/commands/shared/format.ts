import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { topOfWorkTree } from '../../io/work-tree.ts';

/** Formats whose readers look for files from the top of the repository, wherever the tool was started. */
const fromTop: readonly string[] = ['github', 'markdown', 'sarif'];

/**
 * What a report calls a file: as the user named it, or by its path from the top of the work tree where GitHub looks for
 * it. `spec` tells which work tree that is; outside of it, a file keeps its name.
 */
export function calledIn(format: string, spec: string, file = spec): string {
  return fromTop.includes(format) ? calledFromTop(spec, file) : file;
}

/** A file by its path from the top of the work tree that the spec is in; by its name where it is in none. */
export function calledFromTop(spec: string, file: string): string {
  const top = topOfWorkTree(dirname(spec));
  if (top === undefined) return file;
  const path = relative(top, resolve(file));
  return isAbsolute(path) || path.split(sep)[0] === '..' ? file : path.split(sep).join('/');
}
