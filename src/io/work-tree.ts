import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isSystemError } from './fault.ts';

/**
 * The top of the Git working tree that contains a directory; undefined outside of one. It is found without git, so that
 * a report has the right file names also without git, and where Git does not trust the owner of a repository.
 */
export function topOfWorkTree(folder: string): string | undefined {
  const named = process.env['GIT_WORK_TREE'];
  if (named !== undefined && named !== '') return resolve(named);
  // With GIT_DIR and without GIT_WORK_TREE, Git uses the current directory as the top.
  if ((process.env['GIT_DIR'] ?? '') !== '') return resolve('.');
  let top = resolve(folder);
  while (!isTop(top)) {
    if (dirname(top) === top) return undefined;
    top = dirname(top);
  }
  return top;
}

/** In a linked working tree and in a submodule, `.git` is a file. */
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
