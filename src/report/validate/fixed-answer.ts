import type { EditedFiles } from '../../language/fix/candidates.ts';
import type { FileTexts } from '../../language/spec-folder.ts';
import type { Spec } from '../../language/types.ts';
import type { Problem } from '../../problem.ts';

/** What every format of `validate --fix` prints. */
export type FixedAnswer = {
  /** The spec's file, as the user named it. */
  readonly file: string;
  /** The files with edits, by their names. */
  readonly files: EditedFiles;
  /** Whether the files were written; false with --dry-run. */
  readonly written: boolean;
  /** The fixed spec; undefined if it is still invalid. */
  readonly spec: Spec | undefined;
  /** The problems that remain. */
  readonly problems: readonly Problem[];
  /** The fixed texts, which code frames quote. */
  readonly sources: FileTexts;
};

/** One fix of a report. */
export type ShownFix = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly old: string;
  readonly new: string;
};

/** All fixes in the order of the files and lines; locations are those of the files before. */
export function fixesOf(files: EditedFiles): ShownFix[] {
  return [...files.values()].flatMap(({ edits }) =>
    edits.map(({ at, fix, text }) => ({ ...at, old: fix.from, new: text })),
  );
}

/** A fix on one line: several items of a list are separated by commas. */
export function fixText(fix: ShownFix): string {
  return `${fix.old} -> ${fix.new.replaceAll(/\r?\n *- +/g, ', ')}`;
}
