import { type FileSet, type StoredSet, textsBelow } from '../../file-set.ts';
import { counted } from '../../io/terminal.ts';
import type { SpecTest } from '../../language/types.ts';
import { getOrAdd, grouped } from '../../maps.ts';
import { manifestName, parseManifest } from '../../render/manifest.ts';
import type { ComparedSpec, DiffReport, FileChange } from '../../review/diff/change.ts';
import { type FolderReport, judgeFolder } from '../shared/site-folder.ts';

/** What the outputs of head are verified with. */
type Base = {
  readonly tests: readonly SpecTest[];
  /** The outputs of base, if the change can delete them: two spec files have directories of their own. */
  readonly deletable: FileSet;
};

/** Verifies the committed outputs of head with the tests of base; null if no outputs exist and none were deleted. */
export function verifiedOf(
  { spec, policies }: ComparedSpec,
  { tests: base, deletable }: Base,
  after: FileSet,
): DiffReport['verified'] {
  // A change must not choose its own tests; but where base has no tests, those of head are better than none.
  const tests = base.length > 0 ? atValuesOf(spec.tests, base) : spec.tests;
  const placesOfBase = new Set(base.map(({ place }) => place));
  const written = policies.filter(
    ({ site }) => holdsSite(deletable, site.id) || holdsSite(after, site.id),
  );
  if (written.length === 0) return null;
  const judged: (FolderReport & { readonly site: string })[] = [];
  for (const policy of counted(written, 'Verifying sites')) {
    const { id } = policy.site;
    const grounds = { policy, spec, tests, wanted: undefined, conversions: () => [] };
    judged.push({ site: id, ...judgeFolder(folderOf(after, id), grounds) });
  }
  const reports = judged.flatMap(({ site, reports: targets }) =>
    [...targets].map(([target, report]) => ({ site, target, report })),
  );
  return {
    checked: reports.reduce((sum, { report }) => sum + report.checked, 0),
    failures: reports.flatMap(({ site, target, report }) =>
      report.failed.map((failure) => {
        const isOfBase = failure.origin !== null && placesOfBase.has(failure.origin);
        return { ...failure, site, target, isOfBase };
      }),
    ),
    stale: judged.filter(({ stale }) => stale).map(({ site }) => site),
  };
}

/**
 * The tests of base. One with variables that head has too is judged with the values of head: a changed value of a site is a
 * change of its own.
 */
function atValuesOf(head: readonly SpecTest[], base: readonly SpecTest[]): SpecTest[] {
  const keyOf = ({ name, written }: SpecTest) => JSON.stringify([name, written]);
  const ofHead = grouped(
    head.filter(({ written }) => written !== undefined),
    keyOf,
  );
  const kept = base.filter((test) => !ofHead.has(keyOf(test)));
  const known = new Set(base.map(keyOf));
  return [...kept, ...[...ofHead].flatMap(([key, tests]) => (known.has(key) ? tests : []))];
}

function holdsSite(files: FileSet, site: string): boolean {
  return bySite(files).has(site);
}

/** The files of one site. */
function folderOf(files: FileSet, site: string): StoredSet {
  return { files: bySite(files).get(site) ?? new Map(), notRegular: [], notExecutable: [] };
}

// A comparison asks for each site several times, and there may be many sites.
const known = new WeakMap<FileSet, ReadonlyMap<string, FileSet>>();

/** The files of an output directory by site, by their paths below the directory of the site. */
function bySite(files: FileSet): ReadonlyMap<string, FileSet> {
  return getOrAdd(known, files, () => {
    const sites = new Map<string, Map<string, Uint8Array>>();
    for (const [path, content] of files) {
      const slash = path.indexOf('/');
      if (slash < 0) continue;
      const own = getOrAdd(sites, path.slice(0, slash), () => new Map<string, Uint8Array>());
      own.set(path.slice(slash + 1), content);
    }
    return sites;
  });
}

/** New and changed files of the output directory that are not in the directory of a site of head. */
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

/** New and changed files that no manifest lists, for a comparison without a spec. */
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

/** The files that a manifest lists, by their paths from the output directory; none for an invalid manifest. */
function namedBy(content: Uint8Array, folder: string): string[] {
  const manifest = parseManifest(Buffer.from(content).toString('utf8'));
  const paths = manifest === undefined ? [] : [manifestName, ...Object.keys(manifest.files)];
  return paths.map((path) => `${folder}/${path}`);
}

/** The files of one target of a site, by their paths below the site's directory. */
export function siteTexts(
  files: FileSet,
  site: string,
  target: string,
): ReadonlyMap<string, string> {
  return textsBelow(folderOf(files, site).files, target);
}
