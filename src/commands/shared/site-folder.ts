import { type StoredSet, textsBelow } from '../../file-set.ts';
import type { Spec, SpecTest } from '../../language/types.ts';
import type { Policy } from '../../policy/types.ts';
import { type Restored, restore } from '../../render/conversion.ts';
import {
  isStale,
  type ManifestFault,
  manifestFaults,
  manifestSize,
} from '../../render/manifest-faults.ts';
import { judgePage, type PageFault } from '../../render/page-fault.ts';
import type { Lack } from '../../render/totals.ts';
import { siteFindings } from '../../review/findings/site-findings.ts';
import type { Failure, TargetReport } from '../../review/verify/report.ts';
import { verifySite } from '../../review/verify/verify.ts';

/** What the folder of a site is judged by. */
export type Grounds = {
  readonly policy: Policy;
  readonly spec: Spec;
  readonly tests: readonly SpecTest[];
  /** Undefined means every target that the site names. */
  readonly wanted: ReadonlySet<string> | undefined;
  /** Faults of files that git or an editor has converted; their text is judged as Portolan wrote it. */
  conversions(restored: Restored): readonly ManifestFault[];
};

/** How the folder of a site was judged. */
export type FolderReport = {
  /** Of each output by its name, and of the manifest. */
  readonly reports: ReadonlyMap<string, TargetReport>;
  readonly lacks: readonly Lack[];
  /** Were the files generated from another policy? */
  readonly stale: boolean;
};

/** Judges the files of a site: each output, the manifest, and the page of coverage. */
export function judgeFolder(
  folder: StoredSet,
  { policy, spec, tests, wanted, conversions }: Grounds,
): FolderReport {
  const restored = restore(folder);
  const { stored } = restored;
  const page = judgePage(stored, policy, spec, siteFindings(policy));
  const faults = [...manifestFaults(stored, policy), ...conversions(restored)];
  const outputs = verifySite(policy, {
    tests,
    filesOf: (target) => textsBelow(stored.files, target),
    wanted,
  });
  return {
    reports: new Map([
      ['manifest', manifestReport(stored, faults, page.fault)] as const,
      ...outputs,
    ]),
    lacks: page.lacks,
    stale: isStale(stored, policy, page.fault !== undefined),
  };
}

/** The folder as such: are its files the ones that the manifest there names, written for this policy? */
function manifestReport(
  stored: StoredSet,
  faults: readonly ManifestFault[],
  page: PageFault | undefined,
): TargetReport {
  const pages = page === undefined ? [] : [pageFailure(page)];
  return {
    checked: Math.max(manifestSize(stored), faults.length) + pages.length,
    byCoverage: 0,
    notApplicable: 0,
    failed: [...faults.map(fileFailure), ...pages],
  };
}

function fileFailure({ path, message }: ManifestFault): Failure {
  const check = 'file state';
  return failureAt({ file: path, line: 1 }, 'the file listed in manifest.json', message, check);
}

function pageFailure({ path, line, message }: PageFault): Failure {
  const check = 'coverage.md';
  return failureAt({ file: path, line }, 'the coverage of the outputs', message, check);
}

function failureAt(
  decidedBy: Failure['decidedBy'],
  expected: string,
  got: string,
  check: string,
): Failure {
  return { flow: null, expected, got, decidedBy, origin: null, check };
}
