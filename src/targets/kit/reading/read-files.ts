import { failure, type Result, success } from '../../../problem.ts';
import type { NotCanonical, TargetFiles } from '../../reading.ts';
import { Cursor } from './cursor.ts';
import { expected, NotCanonicalError, refuseAt, unexpected } from './not-canonical.ts';

/** Opens one of a target's files at its first line; refuses a missing file, and text that `Cursor` does not accept. */
type Open<Name extends string> = (file: Name, indent?: 'spaces' | 'tabs') => Cursor;

/**
 * Reads exactly these files of a target. A refusal of `understand` is the failure. Any other error is a mistake in the
 * reader and is thrown on.
 */
export function readFiles<const Name extends string, Understood>(
  files: TargetFiles,
  names: readonly Name[],
  understand: (open: Open<Name>) => Understood,
): Result<Understood, NotCanonical> {
  const open: Open<Name> = (file, indent) => {
    const text = files.get(file);
    return text === undefined
      ? refuseAt({ file, line: 1 }, expected('this file', 'none'))
      : new Cursor(file, text, indent);
  };
  try {
    requireOwn(files, names);
    return success(understand(open));
  } catch (error) {
    if (!(error instanceof NotCanonicalError)) throw error;
    return failure({ ...error.at, message: error.message });
  }
}

function requireOwn(files: TargetFiles, names: readonly string[]): void {
  const foreign = [...files.keys()].find((file) => !names.includes(file));
  if (foreign !== undefined)
    refuseAt({ file: foreign, line: 1 }, unexpected('file: this target does not write it'));
}
