import { visible } from '../../characters.ts';
import { type ExitCode, exitCode } from '../../errors.ts';
import { type Rewrite, rewriteFiles } from '../../io/rewrite.ts';
import { counted, printMessage, printResult } from '../../io/terminal.ts';
import type { EditedFiles } from '../../language/fix/candidates.ts';
import { type FixedSpec, fixSpec } from '../../language/fix/fix-spec.ts';
import { openFolder, pathOf } from '../../language/spec-folder.ts';
import { problemsOf } from '../../render/all-sites.ts';
import { inFormat } from '../../report/formats.ts';
import type { Paint } from '../../report/page/paint.ts';
import { diffText } from '../../report/validate/diff.ts';
import type { FixedAnswer } from '../../report/validate/fixed-answer.ts';
import { dryRunText, fixedTotal } from '../../report/validate/fixed-text.ts';
import { fixedFormats } from '../../report/validate/index.ts';
import { nameOf, readerOf, type SpecWords } from '../shared/spec.ts';

type FixWords = SpecWords & {
  readonly format: keyof typeof fixedFormats;
  readonly dryRun: boolean;
};

/**
 * Fixes the files of a spec, or shows the changes. Returns 0 if the spec on the disk is valid afterwards, otherwise 3.
 * Nothing is written if one file cannot be.
 */
export async function fix(given: FixWords, paint: Paint): Promise<ExitCode> {
  const name = nameOf(given);
  const read = readerOf(given);
  const fixed = fixSpec(read, name);
  const { files } = fixed;
  const answer: FixedAnswer = {
    ...judged(fixed),
    file: given.spec,
    files,
    written: !given.dryRun,
  };
  if (!given.dryRun && files.size > 0) {
    const folder = openFolder(read, name);
    rewriteFiles(
      given.spec,
      rewritesOf(files, (file) => pathOf(folder, file)),
    );
  }
  if (given.dryRun && given.format === 'text') {
    printResult(diffText(files));
    printMessage(dryRunText(answer, paint));
  } else printResult(await inFormat(fixedFormats[given.format], answer, paint));
  if (given.format === 'gitlab' && answer.written && files.size > 0)
    printMessage(fixedTotal(answer));
  printMessage(fixed.imported.map(importedNote).join(''));
  const isValid = answer.problems.length === 0 && (answer.written || files.size === 0);
  return isValid ? exitCode.yes : exitCode.invalidSpec;
}

/** The problems of the fixed spec, also those that only a target finds. */
function judged({ loaded }: FixedSpec): Pick<FixedAnswer, 'spec' | 'problems' | 'sources'> {
  if (!loaded.ok) return { spec: undefined, ...loaded.error };
  const { spec, sources } = loaded.value;
  const problems = problemsOf(spec, undefined, (sites) => counted(sites, 'Checking sites'));
  return { spec: problems.length > 0 ? undefined : spec, problems, sources };
}

function rewritesOf(files: EditedFiles, path: (file: string) => string): Map<string, Rewrite> {
  const rewrites = [...files].map(([file, { original, current }]): [string, Rewrite] => {
    return [path(file), { before: Buffer.from(original), after: Buffer.from(current) }];
  });
  return new Map(rewrites);
}

function importedNote(file: string): string {
  return `note: ${visible(file)} is an imported file and was not changed. To fix it, import the list again\n`;
}
