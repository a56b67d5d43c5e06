import type { AccessChange } from '../../import/access.ts';
import type { Imported } from '../../import/import-document.ts';
import type { FormerFiles, ImportFiles } from '../../import/import-files.ts';
import type { RecordOptions } from '../../import/record/record.ts';
import type { Asked } from '../../import/update/former.ts';
import type { LoadedSpec } from '../../language/load.ts';
import type { FileReader } from '../../language/spec-folder.ts';
import type { DocumentFile } from '../shared/document.ts';
import type { Overlay } from './loaded.ts';
import type { ImportPlaces } from './places.ts';
import type { ImportWords } from './words.ts';

/** An import while it runs: what the user asks for, and what is on the disk. */
export type Run = {
  readonly words: ImportWords;
  readonly places: ImportPlaces;
  readonly read: FileReader;
  readonly text: DocumentFile;
  readonly former: FormerFiles | undefined;
  readonly options: RecordOptions;
  readonly asked: Asked;
  /** The options that only the record of the last import has. */
  readonly recorded: readonly string[];
  /** The text of the spec of `--into` with the part. */
  readonly spec: string | undefined;
};

/** What an import makes of the rows. */
export type Made = {
  readonly imported: Imported;
  readonly files: ImportFiles;
  /** The new content of files by their paths; undefined removes one. */
  readonly contents: Overlay;
  readonly access: AccessChange;
  /** The spec with all changes. */
  readonly loaded: LoadedSpec;
};
