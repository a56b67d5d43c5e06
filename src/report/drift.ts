import { visible } from '../characters.ts';
import { jsonText } from './json.ts';

/** One file below the output folder, compared with what the spec gives. */
export type CheckedFile = {
  readonly path: string;
  readonly state: 'current' | 'stale' | 'edited' | 'missing' | 'unknown';
  /** What to type to mend it; null when there is nothing to mend. */
  readonly command: string | null;
};

export function isClean(files: readonly CheckedFile[]): boolean {
  return files.every((file) => file.state === 'current');
}

/** A line for each file that is not as it should be, with the way out. */
export function driftText(files: readonly CheckedFile[]): string {
  const odd = files.filter((file) => file.state !== 'current');
  const lines = odd.map(
    ({ path, state, command }) => `${state.padEnd(8)}${visible(path)}  (${visible(command ?? '')})`,
  );
  return `${[...lines, driftSentence(files.length, odd.length)].join('\n')}\n`;
}

function driftSentence(all: number, odd: number): string {
  if (odd === 0)
    return `clean: ${all === 1 ? '1 file is' : `${all} files are`} what the spec gives`;
  return `${odd} of ${all} files ${odd === 1 ? 'is' : 'are'} not what the spec gives`;
}

/** The answer of `check` for scripts; schema/report.schema.json describes it. */
export function driftJson(files: readonly CheckedFile[]): string {
  const report = { schemaVersion: 1, clean: isClean(files), files };
  return jsonText(report);
}
