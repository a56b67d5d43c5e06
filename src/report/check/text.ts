import { visible } from '../../characters.ts';
import type { Conversion } from '../../file-set.ts';
import { jsonText } from '../page/json.ts';
import { type Lacking, lacksJson } from '../page/lacks.ts';

/** One file below the output folder, compared with what the spec gives. */
export type CheckedFile = {
  readonly path: string;
  readonly state: 'current' | 'stale' | 'edited' | 'missing' | 'unknown';
  /** What to type to mend it; null when there is nothing to mend. */
  readonly command: string | null;
  /** How it differs from what the tool wrote, where that is nothing that it says. */
  readonly conversion?: Conversion;
};

/** A site whose spec has moved on since its files were written, and what to type then. */
export type StaleSite = { readonly site: string; readonly command: string };

/** Files that were all converted in one way, in a sentence, and what to type then. */
export type Conversions = { readonly sentence: string; readonly command: string };

/** What became of the files of some sites. */
export type DriftReport = {
  readonly files: readonly CheckedFile[];
  readonly stale: readonly StaleSite[];
  readonly lacks: readonly Lacking[];
};

export function isClean(files: readonly CheckedFile[]): boolean {
  return files.every((file) => file.state === 'current');
}

/** The sentence about a site whose files belong to another policy, with the command that mends it. */
export function staleText({ site, command }: StaleSite): string {
  return `the files of ${visible(site)} are stale: ${visible(command)}`;
}

/**
 * The sites that are stale, then a line for each file that is not as it should be, with the way out; files that were
 * all converted in one way share one.
 */
export function driftText(
  { files, stale }: Pick<DriftReport, 'files' | 'stale'>,
  conversions: readonly Conversions[] = [],
): string {
  const odd = files.filter((file) => file.state !== 'current');
  const lines = [
    ...stale.map(staleText),
    ...odd.filter(({ conversion }) => conversion === undefined).map(lineOf),
    ...conversions.map(({ sentence, command }) =>
      lineOf({ path: sentence, state: 'edited', command }),
    ),
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
export function driftJson({ files, stale, lacks }: DriftReport): string {
  const described = files.map(({ path, state, command }) => ({ path, state, command }));
  const sites = stale.map(({ site }) => site);
  const clean = isClean(files);
  const leftOut = lacksJson(lacks);
  return jsonText({ schemaVersion: 1, clean, stale: sites, leftOut, files: described });
}
