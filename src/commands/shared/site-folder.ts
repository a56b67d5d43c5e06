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
import { coveredBy } from '../../review/access/enforced-boxes.ts';
import { siteFindings } from '../../review/findings/site-findings.ts';
import type { Failure, TargetReport } from '../../review/verify/report.ts';
import { verifySite } from '../../review/verify/verify.ts';

/** What the files of a site are compared with. */
export type Grounds = {
  readonly policy: Policy;
  readonly spec: Spec;
  readonly tests: readonly SpecTest[];
  /** Undefined means all targets of the site. */
  readonly wanted: ReadonlySet<string> | undefined;
  /** Faults of files that Git or an editor has converted; their text is compared as Portolan wrote it. */
  conversions(restored: Restored): readonly ManifestFault[];
};

/** The result for the files of a site. */
export type FolderReport = {
  /** The report of each output, and that of the manifest, by name. */
  readonly reports: ReadonlyMap<string, TargetReport>;
  readonly lacks: readonly Lack[];
  /** True when the files were generated from another policy. */
  readonly stale: boolean;
};

/** Checks the files of a site: each output, the manifest, and coverage.md. */
export function judgeFolder(
  folder: StoredSet,
  { policy, spec, tests, wanted, conversions }: Grounds,
): FolderReport {
  const restored = restore(folder);
  const { stored } = restored;
  const page = judgePage(stored, policy, spec, siteFindings(policy), (output, use) =>
    coveredBy(output).forEach(use),
  );
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

/** Checks the manifest: file list, digests and policy; and coverage.md. */
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
