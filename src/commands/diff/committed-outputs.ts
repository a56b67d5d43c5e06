import { type FileSet, type StoredSet, textsBelow } from '../../file-set.ts';
import type { SpecTest } from '../../language/types.ts';
import { manifestName, parseManifest } from '../../render/manifest.ts';
import type { ComparedSpec, DiffReport, FileChange } from '../../review/diff/change.ts';
import { judgeFolder } from '../shared/site-folder.ts';

/** How head's committed outputs verify, by the tests of base; null where neither side has any. */
export function verifiedOf(
  { spec, policies }: ComparedSpec,
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
  const judged = written.map((policy) => {
    const { id } = policy.site;
    const grounds = { policy, spec, tests, wanted: undefined, conversions: () => [] };
    return { site: id, ...judgeFolder(folderOf(after, id), grounds) };
  });
  const reports = judged.flatMap(({ site, reports: targets }) =>
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

/** The folder of one site, of a set of folders. */
function folderOf(files: FileSet, site: string): StoredSet {
  const own = [...files].filter(([path]) => path.startsWith(`${site}/`));
  const below = new Map(own.map(([path, content]) => [path.slice(site.length + 1), content]));
  return { files: below, notRegular: [], notExecutable: [] };
}

/** What is new or changed below the output folder, and lies in the folder of no site that head has. */
export function unknownFiles({ policies }: ComparedSpec, outputs: readonly FileChange[]): string[] {
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
  const named = new Set(
    [...files].flatMap(([path, content]) => {
      const [folder = '', ...below] = path.split('/');
      return below.join('/') === manifestName ? namedBy(content, folder) : [];
    }),
  );
  return outputs
    .filter(({ path, state }) => state !== 'removed' && !named.has(path))
    .map(({ path }) => path);
}

/** The files that a manifest names, by their paths from the output folder; none for what is no manifest. */
function namedBy(content: Uint8Array, folder: string): string[] {
  const manifest = parseManifest(Buffer.from(content).toString('utf8'));
  const paths = manifest === undefined ? [] : [manifestName, ...Object.keys(manifest.files)];
  return paths.map((path) => `${folder}/${path}`);
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
