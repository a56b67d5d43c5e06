import { visible } from '../characters.ts';
import type { Conversion } from '../file-set.ts';
import { jsonText } from './json.ts';

/** One file below the output folder, compared with what the spec gives. */
export type CheckedFile = {
  readonly path: string;
  readonly state: 'current' | 'stale' | 'edited' | 'missing' | 'unknown';
  /** What to type to mend it; null when there is nothing to mend. */
  readonly command: string | null;
  /** How it differs from what the tool wrote, where that is nothing that it says. */
  readonly conversion?: Conversion;
};

export function isClean(files: readonly CheckedFile[]): boolean {
  return files.every((file) => file.state === 'current');
}

/**
 * A line for each file that is not as it should be, with the way out; files that were all converted in one way share
 * one, `conversions`, with the command that comes after.
 */
export function driftText(
  files: readonly CheckedFile[],
  conversions: readonly string[] = [],
  generate = '',
): string {
  const odd = files.filter((file) => file.state !== 'current');
  const lines = [
    ...odd.filter(({ conversion }) => conversion === undefined).map(lineOf),
    ...conversions.map((path) => lineOf({ path, state: 'edited', command: generate })),
  ];
  return `${[...lines, driftSentence(files.length, odd.length)].join('\n')}\n`;
}

function lineOf({ path, state, command }: CheckedFile): string {
  return `${state.padEnd(8)}${visible(path)}  (${visible(command ?? '')})`;
}

function driftSentence(all: number, odd: number): string {
  if (odd === 0)
    return `clean: ${all === 1 ? '1 file is' : `${all} files are`} what the spec gives`;
  return `${odd} of ${all} files ${odd === 1 ? 'is' : 'are'} not what the spec gives`;
}

/** The answer of `check` for scripts; schema/report.schema.json describes it. */
export function driftJson(files: readonly CheckedFile[]): string {
  const described = files.map(({ path, state, command }) => ({ path, state, command }));
  return jsonText({ schemaVersion: 1, clean: isClean(files), files: described });
}
