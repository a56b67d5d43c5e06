import { failure, type Refusal, type Result, refuse, success } from '../../../problem.ts';
import type { TargetFiles } from '../../reading.ts';
import { expected, NotCanonicalError, refuseAt } from './not-canonical.ts';

/** What a user takes from a device, in words. */
type DumpNoun = 'backup' | 'running configuration';

/** The refusal of a dump when the newer files have no output that says which of its rules are the site's own. */
export function withoutSite(dump: DumpNoun): Refusal {
  return refuse(
    'retire-live',
    `the spec no longer has this output, so the ${dump} does not tell which rules are its own`,
    'use --base with the last commit that has it',
  );
}

/** The comments below the header of a file: only those of this version, or also those of another one. */
export type Notes = 'own' | 'any';

/** The text of a file of a site; throws a NotCanonicalError if it is missing. */
export function textOf(files: TargetFiles, file: string): string {
  return files.get(file) ?? refuseAt({ file, line: 1 }, expected('this file', 'none'));
}

/** What `read` returns for the files of a site; `retire-files` if it finds them not canonical. */
export function readOwn<Value>(read: () => Value, dump: DumpNoun): Result<Value, Refusal> {
  try {
    return success(read());
  } catch (error) {
    if (!(error instanceof NotCanonicalError)) throw error;
    const { file, line } = error.at;
    return failure(
      refuse(
        'retire-files',
        `${file}:${line}: ${error.message}`,
        `if the file was edited or is of another version, use --base with the commit of these files, or --live with the ${dump}`,
      ),
    );
  }
}
