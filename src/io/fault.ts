import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';

/** An error of the operating system, with a code such as ENOENT. */
export type SystemError = { readonly code: string };

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

/** The reason in words: `permission denied (EACCES)`. */
export function reasonOf(error: SystemError): string {
  const reason = reasons[error.code];
  return reason === undefined ? error.code : `${reason} (${error.code})`;
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
