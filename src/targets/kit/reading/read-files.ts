import { failure, type Result, success } from '../../../problem.ts';
import type { NotCanonical, Reading, TargetFiles } from '../../target.ts';
import { Cursor } from './cursor.ts';
import { NotCanonicalError, refuseAt } from './not-canonical.ts';

/** Opens one of a target's files at its first line; refuses one that is missing, or not the text that `Cursor` takes. */
type Open<Name extends string> = (file: Name, indent?: 'spaces' | 'tabs') => Cursor;

/**
 * Reads the files of a target: these and no others. What `understand` refuses is the failure; any other error is a
 * mistake of the reader's and goes on.
 */
export function readFiles<const Name extends string>(
  files: TargetFiles,
  names: readonly Name[],
  understand: (open: Open<Name>) => Reading,
): Result<Reading, NotCanonical> {
  const open: Open<Name> = (file, indent) => {
    const text = files.get(file);
    return text === undefined
      ? refuseAt({ file, line: 1 }, 'the file is missing')
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
  if (foreign !== undefined) refuseAt({ file: foreign, line: 1 }, 'the target writes no such file');
}
