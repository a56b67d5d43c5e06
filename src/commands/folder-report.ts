import type { StoredSet } from '../file-set.ts';
import { type ManifestFault, manifestSize } from '../render/manifest-faults.ts';
import type { PageFault } from '../render/page-fault.ts';
import type { Failure, TargetReport } from '../review/verify/report.ts';

/** A site's files, and what is wrong with them as files. */
export type Judged = {
  readonly stored: StoredSet;
  readonly faults: readonly ManifestFault[];
  readonly page: PageFault | undefined;
};

/** The folder as such: are its files the ones that the manifest there names, written for this policy? */
export function manifestReport({ stored, faults, page }: Judged): TargetReport {
  const pages = page === undefined ? [] : [pageFailure(page)];
  return {
    checked: Math.max(manifestSize(stored), faults.length) + pages.length,
    byCoverage: 0,
    notApplicable: 0,
    failed: [...faults.map(fileFailure), ...pages],
  };
}

function fileFailure({ path, message }: ManifestFault): Failure {
  return {
    flow: null,
    expected: 'the file that the manifest names',
    got: message,
    decidedBy: { file: path, line: 1 },
    origin: null,
    check: 'the files are those of the manifest',
  };
}

function pageFailure({ path, line, message }: PageFault): Failure {
  return {
    flow: null,
    expected: 'what the outputs say of themselves',
    got: message,
    decidedBy: { file: path, line },
    origin: null,
    check: 'the page says what the outputs enforce',
  };
}
