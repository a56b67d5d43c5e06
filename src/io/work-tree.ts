import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isSystemError } from './fault.ts';

/**
 * The top of the git work tree that a folder is in; undefined for a folder in none. It is looked for without git: a
 * report names its files rightly also where there is no git, or where it refuses a repository of somebody else.
 */
export function topOfWorkTree(folder: string): string | undefined {
  const named = process.env['GIT_WORK_TREE'];
  if (named !== undefined && named !== '') return resolve(named);
  // With its folder named and no work tree, git takes the current folder for the top.
  if ((process.env['GIT_DIR'] ?? '') !== '') return resolve('.');
  let top = resolve(folder);
  while (!isTop(top)) {
    if (dirname(top) === top) return undefined;
    top = dirname(top);
  }
  return top;
}

/** A linked work tree and a submodule have a file there. */
function isTop(folder: string): boolean {
  const path = join(folder, '.git');
  return isFile(path) || isFile(join(path, 'HEAD'));
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}
