import { statSync } from 'node:fs';
import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';

/** An error of the operating system, with a code such as ENOENT. */
export type SystemError = { readonly code: string; readonly path?: string };

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBUSY: 'it is in use',
  EDQUOT: 'the disk quota is exceeded',
  EFBIG: 'it is too large for the file system',
  EIO: 'the disk reports an error',
  EISDIR: 'it is a directory',
  ELOOP: 'it is a symbolic link',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'it does not exist',
  ENOSPC: 'no space left on the disk',
  ENOTDIR: 'part of the path is not a directory',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
};

const permissions = 'fix the owner or the permissions: ls -ld shows them';
const space = 'free disk space, then run the command again';

const fixes: Readonly<Record<string, string>> = {
  EACCES: permissions,
  ELOOP: 'use a path without this link',
  EBUSY: 'close the program that uses it, then run the command again',
  EDQUOT: space,
  EMFILE: 'raise the limit with ulimit -n, then run the command again',
  ENAMETOOLONG: 'use a shorter name',
  ENOENT: 'check the path',
  ENOSPC: space,
  ENOTDIR: 'check the path',
  EPERM: permissions,
  EROFS: 'use a directory on a writable file system',
};

export function isSystemError(error: unknown): error is SystemError {
  return (
    typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
  );
}

/** Does the operating system report that the path does not exist? */
export function isMissing(error: unknown): boolean {
  return isSystemError(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** What a path has that never ends at a file. */
export const linkLoop = 'it has a loop of symbolic links, or too many of them';

/** The reason in words: `permission denied (EACCES)`. */
export function reasonOf(error: SystemError): string {
  const reason = isLoop(error) ? linkLoop : reasons[error.code];
  return reason === undefined ? error.code : `${reason} (${error.code})`;
}

/** A link that must not be followed has the same code as a loop. */
function isLoop({ code, path }: SystemError): boolean {
  if (code !== 'ELOOP' || path === undefined) return false;
  try {
    statSync(path);
    return false;
  } catch (error) {
    return isSystemError(error) && error.code === 'ELOOP';
  }
}

/** Runs work on a path; an error of the operating system becomes a UserError: `cannot write x: ...`. */
export function attempt<Value>(action: string, path: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new UserError(`cannot ${action} ${visible(path)}: ${reasonOf(error)}`, fixes[error.code]);
  }
}
