import type { Conversion } from '../../file-set.ts';
import type { Lacking } from '../page/lacks.ts';
import type { StaleSite } from '../page/words.ts';

/** One file below the output folder, compared with what the spec gives. */
export type CheckedFile = {
  readonly path: string;
  readonly state: 'current' | 'stale' | 'edited' | 'missing' | 'unknown';
  /** What to type to mend it; null when there is nothing to mend. */
  readonly command: string | null;
  /** How it differs from what the tool wrote, where that is nothing that it says. */
  readonly conversion?: Conversion;
};

/** Files that were all converted in one way, in a sentence, and what to type then. */
export type Conversions = { readonly sentence: string; readonly command: string };

/** What every format of `check` tells: what became of the files of some sites. */
export type CheckAnswer = {
  readonly files: readonly CheckedFile[];
  readonly stale: readonly StaleSite[];
  readonly lacks: readonly Lacking[];
  readonly conversions: readonly Conversions[];
};

export function isClean(files: readonly CheckedFile[]): boolean {
  return files.every((file) => file.state === 'current');
}
