import type { Conversion } from '../../file-set.ts';
import type { LiveReport } from '../../review/live/compare.ts';
import type { Lacking } from '../page/lacks.ts';
import type { StaleSite } from '../page/words.ts';

/** One file below the output directory, compared with what the spec generates. */
export type CheckedFile = {
  readonly path: string;
  readonly state: 'current' | 'stale' | 'edited' | 'missing' | 'unknown';
  /** The command that fixes it; null if the file is up to date. */
  readonly command: string | null;
  /** The conversion, if the file differs from the generated one only by that. */
  readonly conversion?: Conversion;
};

/** A sentence about all files with the same conversion, and the command that fixes them. */
export type Conversions = { readonly sentence: string; readonly command: string };

/** What every format of `check` prints. */
export type CheckAnswer = {
  readonly files: readonly CheckedFile[];
  readonly stale: readonly StaleSite[];
  readonly lacks: readonly Lacking[];
  readonly conversions: readonly Conversions[];
  /** The name of the first spec in reports. */
  readonly spec: string;
  readonly version: string;
};

/** What every format of `check --live` prints. */
export type LiveAnswer = LiveReport & { readonly version: string };

export function isClean(files: readonly CheckedFile[]): boolean {
  return files.every((file) => file.state === 'current');
}
