import type { Place } from '../../problem.ts';
import type { OutputPlace } from '../../targets/target.ts';

/**
 * What an output should do with a flow, or does; `canonical` and a sentence where the files as such are judged, an
 * option's name and value where a setting is.
 */
export type Failure = {
  /** As a spec's test writes it; null when no flow but a setting or the files as such are judged. */
  readonly flow: string | null;
  readonly expected: string;
  readonly got: string;
  /** The line of the output that decided; its file is relative to the site's folder. */
  readonly decidedBy: OutputPlace | null;
  /** The line of the spec that asks for it; null where none does. */
  readonly origin: Place | null;
  /** Which check found it, as a part of a sentence. */
  readonly check: string;
};

/** The check of a setting: its failures have no flow, but the option's name and value in `expected` and `got`. */
export const settingsCheck = 'the settings are those of the site';

/** The check of what no flow shows, such as the application that passes: `expected` and `got` say it. */
export const qualitiesCheck = 'it passes through what the spec says';

/** How one output of one site was judged. */
export type TargetReport = {
  /** How many flows and sets were judged, those of the two counts below among them. */
  readonly checked: number;
  /** Judged by what coverage says instead of what the spec says: wider, or left out. */
  readonly byCoverage: number;
  /** Not for this output to decide. */
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

/** What is said of the output folder beside the files of its sites. */
export type FolderNotes = {
  /** Outputs of closed sites that leave out what the spec asks for; no failures, since coverage says so. */
  readonly lacks: readonly {
    readonly site: string;
    readonly target: string;
    readonly leftOut: number;
    readonly of: number;
    readonly required: number;
  }[];
  /** Sites whose spec has moved on since their files were written, and what to type then. */
  readonly stale: readonly { readonly site: string; readonly command: string }[];
  /** What lies there and belongs to no site, each with what to type to be rid of it; each is a failure. */
  readonly unknown: readonly { readonly path: string; readonly command: string }[];
};

const nothing: FolderNotes = { lacks: [], stale: [], unknown: [] };

/** Sums up the outputs of all sites, and what lies beside them. */
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
