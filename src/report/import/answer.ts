import type { AccessChange } from '../../import/access.ts';
import type { LabelSummary } from '../../import/labels.ts';
import type { ImportRecord, RecordRow } from '../../import/record/record.ts';
import type { Kept, Lost } from '../../import/update/former.ts';

/** A file that an import writes, by its path from the working directory. */
export type ImportedFile = {
  readonly path: string;
  readonly change: 'created' | 'changed' | 'removed';
};

/** What every format of `import` prints. */
export type ImportAnswer = {
  readonly format: string;
  readonly id: string;
  /** The title of the document. */
  readonly title: string;
  /** The file of the document, as the user named it. */
  readonly file: string;
  readonly part: string;
  /** Whether this is the first import of the document. */
  readonly isFirst: boolean;
  /** Whether the files were written; false with `--check`. */
  readonly written: boolean;
  /** The changed files, in the order in which they are written. */
  readonly files: readonly ImportedFile[];
  readonly rows: ImportRecord['rows'];
  /** The options of the last import that this one used again, as the command line has them. */
  readonly recorded: readonly string[];
  readonly access: AccessChange;
  readonly kept: readonly Kept[];
  readonly lost: readonly Lost[];
  readonly warnings: readonly string[];
  readonly unresolved: readonly RecordRow[];
  readonly declined: readonly RecordRow[];
  readonly refused: readonly RecordRow[];
  /** The next command or edit, in the imperative; null if nothing changes. */
  readonly next: string | null;
};

/** What every format of `import --labels` prints. */
export type LabelsAnswer = {
  readonly file: string;
  readonly rows: number;
  readonly labels: readonly LabelSummary[];
};
