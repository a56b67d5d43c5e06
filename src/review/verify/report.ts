import type { Place } from '../../problem.ts';
import type { OutputPlace } from '../../targets/reading.ts';

/**
 * A check that failed. `expected` and `got` are verdicts for a flow, and names with values for a setting. For the format
 * of a file, `expected` is `canonical` and `got` is a sentence.
 */
export type Failure = {
  /** In the notation of a spec's test; null when the check is about a setting or a file. */
  readonly flow: string | null;
  readonly expected: string;
  readonly got: string;
  /** The line of the output that decided; its file is relative to the site's directory. */
  readonly decidedBy: OutputPlace | null;
  /** The line of the spec that requires it; null if there is none. */
  readonly origin: Place | null;
  /** The name of the check, a noun. */
  readonly check: string;
};

/** The check of a setting: its failures have no flow, but the option's name and value in `expected` and `got`. */
export const settingsCheck = 'site settings';

/** The check of match conditions that no flow shows, such as applications and zones. */
export const qualitiesCheck = 'match conditions';

/** A failed check in words: its name, then what was found and expected. */
export function failureSentence(failure: Failure): string {
  const { check, flow } = failure;
  const words = verdictText(failure);
  if (flow === null) return `${check}: ${words}`;
  return check === qualitiesCheck ? `${check}: ${flow}: ${words}` : `${check}: ${flow} is ${words}`;
}

/** What was found and expected, without the name of the check and its flow. */
export function verdictText({
  check,
  flow,
  expected,
  got,
}: Pick<Failure, 'check' | 'flow' | 'expected' | 'got'>): string {
  if (check === settingsCheck || (check === qualitiesCheck && flow !== null))
    return `expected ${expected}, found ${got}`;
  return flow === null ? got : `${verdicts[got] ?? got}, expected ${expected}`;
}

const verdicts: Readonly<Record<string, string>> = {
  allow: 'allowed',
  deny: 'denied',
  'not-applicable': 'not decided by this output',
};

/** The result for one output of one site. */
export type TargetReport = {
  /** Number of flows and sets checked, including the two counts below. */
  readonly checked: number;
  /** Known deviations: coverage.md states them. */
  readonly byCoverage: number;
  /** Flows that this output does not decide. */
  readonly notApplicable: number;
  readonly failed: readonly Failure[];
};

/** All sites, in the order of their ids, and their outputs by name. */
export type VerifyReport = {
  readonly checked: number;
  readonly passed: number;
  readonly failed: number;
  readonly sites: ReadonlyMap<string, ReadonlyMap<string, TargetReport>>;
  readonly folder: FolderNotes;
};

/** Notes on the output directory as a whole. */
export type FolderNotes = {
  /** Outputs of default-deny sites that leave out endpoints of the spec. These are not failures: coverage.md states them. */
  readonly lacks: readonly {
    readonly site: string;
    readonly target: string;
    readonly leftOut: number;
    readonly of: number;
    readonly required: number;
  }[];
  /** Sites whose outputs are out of date, and the command that updates them. */
  readonly stale: readonly { readonly site: string; readonly command: string }[];
  /** Files that belong to no site, each with the command that deletes it. Each is a failure. */
  readonly unknown: readonly { readonly path: string; readonly command: string }[];
};

const nothing: FolderNotes = { lacks: [], stale: [], unknown: [] };

/** Sums up the outputs of all sites and the files that belong to no site. */
export function summarize(sites: VerifyReport['sites'], folder = nothing): VerifyReport {
  const reports = [...sites.values()].flatMap((targets) => [...targets.values()]);
  const loose = folder.unknown.length;
  const checked = sum(reports.map((report) => report.checked)) + loose;
  const failed = sum(reports.map((report) => report.failed.length)) + loose;
  return { checked, passed: checked - failed, failed, sites, folder };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
