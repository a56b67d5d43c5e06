import { type FileSet, textsBelow } from '../file-set.ts';
import type { Policy } from '../policy/types.ts';
import { restore } from '../render/conversion.ts';
import { manifestName, parseManifest } from '../render/manifest.ts';
import { isStale, manifestFaults } from '../render/manifest-faults.ts';
import { judgePage } from '../render/page-fault.ts';
import type { DiffReport, FileChange } from '../review/diff/change.ts';
import type { Side } from '../review/diff/diff.ts';
import type { TargetReport } from '../review/verify/report.ts';
import { verifySite } from '../review/verify/verify.ts';
import type { Spec, SpecTest } from '../spec/types.ts';
import { manifestReport } from './folder-report.ts';

/** How head's committed outputs verify, by the tests of base; null where neither side has any. */
export function verifiedOf(
  { spec, policies }: Side,
  base: readonly SpecTest[],
  before: FileSet,
  after: FileSet,
): DiffReport['verified'] {
  // A change must not approve itself; where base has no tests at all, head's are better than none.
  const tests = base.length > 0 ? base : spec.tests;
  const written = policies.filter(
    ({ site }) => holdsSite(before, site.id) || holdsSite(after, site.id),
  );
  if (written.length === 0) return null;
  const judged = written.map((policy) => judgeSite(policy, spec, tests, after));
  const reports = judged.flatMap(({ site, targets }) =>
    [...targets].map(([target, report]) => ({ site, target, report })),
  );
  return {
    checked: reports.reduce((sum, { report }) => sum + report.checked, 0),
    failures: reports.flatMap(({ site, target, report }) =>
      report.failed.map((failure) => ({ ...failure, site, target })),
    ),
    stale: judged.filter(({ stale }) => stale).map(({ site }) => site),
  };
}

function holdsSite(files: FileSet, site: string): boolean {
  return [...files.keys()].some((path) => path.startsWith(`${site}/`));
}

type JudgedSite = {
  readonly site: string;
  readonly targets: ReadonlyMap<string, TargetReport>;
  readonly stale: boolean;
};

/** Judges the files of a site as verify does: each output, the manifest and the page of coverage. */
function judgeSite(
  policy: Policy,
  spec: Spec,
  tests: readonly SpecTest[],
  files: FileSet,
): JudgedSite {
  const { id } = policy.site;
  const own = [...files].filter(([path]) => path.startsWith(`${id}/`));
  const below = new Map(own.map(([path, content]) => [path.slice(id.length + 1), content]));
  const { stored } = restore({ files: below, odd: [], notExecutable: [] });
  const { fault } = judgePage(stored, policy, spec);
  const outputs = verifySite(policy, {
    tests,
    filesOf: (target) => textsBelow(stored.files, target),
    wanted: undefined,
  });
  const manifest = manifestReport({ stored, faults: manifestFaults(stored, policy), page: fault });
  return {
    site: id,
    targets: new Map([['manifest', manifest] as const, ...outputs]),
    stale: isStale(stored, policy, fault !== undefined),
  };
}

/** What is new or changed below the output folder, and lies in the folder of no site that head has. */
export function unknownFiles({ policies }: Side, outputs: readonly FileChange[]): string[] {
  const sites = new Set(policies.map(({ site }) => site.id));
  return outputs
    .filter(({ path, state }) => state !== 'removed' && !isBelow(path, sites))
    .map(({ path }) => path);
}

function isBelow(path: string, sites: ReadonlySet<string>): boolean {
  const [first = '', ...rest] = path.split('/');
  return rest.length > 0 && sites.has(first);
}

/** What is new or changed and named by no manifest, where no spec tells which sites there are. */
export function unnamedFiles(files: FileSet, outputs: readonly FileChange[]): string[] {
  return outputs
    .filter(({ path, state }) => state !== 'removed' && !isNamed(path, files))
    .map(({ path }) => path);
}

function isNamed(path: string, files: FileSet): boolean {
  const [site = '', ...below] = path.split('/');
  const content = files.get(`${site}/${manifestName}`);
  const manifest =
    content === undefined ? undefined : parseManifest(Buffer.from(content).toString('utf8'));
  const name = below.join('/');
  return manifest !== undefined && (name === manifestName || Object.hasOwn(manifest.files, name));
}

/** The files of one target of a site, by their names below the site's folder. */
export function siteTexts(
  files: FileSet,
  site: string,
  target: string,
): ReadonlyMap<string, string> {
  const below = [...textsBelow(files, `${site}/${target}`)];
  return new Map(below.map(([path, text]) => [path.slice(site.length + 1), text]));
}
