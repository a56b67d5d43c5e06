import { visible } from '../characters.ts';
import { UserError } from '../errors.ts';

/** An error of the operating system's, which carries a code such as ENOENT. */
export type SystemError = { readonly code: string };

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBUSY: 'it is in use',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it is too large for the file system',
  EIO: 'the disk reports an error',
  EISDIR: 'it is a folder',
  ELOOP: 'it is a symbolic link',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'it does not exist',
  ENOSPC: 'no space is left on the disk',
  ENOTDIR: 'a part of its path is no folder',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
};

export function isSystemError(error: unknown): error is SystemError {
  return (
    typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
  );
}

/** Is this the operating system's word that there is nothing at the path? */
export function isMissing(error: unknown): boolean {
  return isSystemError(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** The reason in words: `permission denied (EACCES)`. */
export function reasonOf(error: SystemError): string {
  const reason = reasons[error.code];
  return reason === undefined ? error.code : `${reason} (${error.code})`;
}

/** Does something with a path; an error of the operating system's becomes one line: `cannot write x: ...`. */
export function attempt<Value>(verb: string, path: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new UserError(`cannot ${verb} ${visible(path)}: ${reasonOf(error)}`);
  }
}
