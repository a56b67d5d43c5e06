import { type FileSet, type StoredSet, sameBytes, sameFiles } from '../file-set.ts';
import {
  foreignPaths,
  isUntouched,
  otherOwner,
  type SiteOwner,
  storedManifest,
} from './committed.ts';
import { type Carried, type RenderedSite, siteFiles } from './site.ts';

/** One file that a run would change. */
export type PlannedChange = { readonly path: string; readonly kind: 'new' | 'changed' | 'removed' };

/** What a run would do to one site's directory. */
export type SitePlan = {
  readonly site: string;
  /** The name of the spec. */
  readonly spec: string;
  /** The owner of the directory, if it is another site or spec: then nothing may be written. */
  readonly other: SiteOwner | undefined;
  /** All files of the directory after the run. */
  readonly files: FileSet;
  readonly unchanged: boolean;
  readonly changes: readonly PlannedChange[];
  /** Files that Portolan did not write: if there are any, nothing may be written. */
  readonly foreign: readonly string[];
  /** Targets whose files are kept unchanged. */
  readonly carried: readonly string[];
};

/**
 * Plans one site. If only some targets were rendered (`partial`), the stored files of all others are kept byte for byte,
 * with their entries in the manifest.
 */
export function planSite(rendered: RenderedSite, stored: StoredSet, partial: boolean): SitePlan {
  const carried = partial ? carry(rendered, stored) : undefined;
  const files = siteFiles(rendered, carried);
  return {
    site: rendered.site,
    spec: rendered.spec,
    other: otherOwner(stored, rendered),
    files,
    unchanged: sameFiles(files, stored.files) && isSound(stored),
    changes: changesOf(files, stored),
    foreign: foreignPaths(stored, files),
    carried: Object.keys(carried?.targets ?? {}).sort(),
  };
}

function isSound(stored: StoredSet): boolean {
  return stored.notRegular.length === 0 && stored.notExecutable.length === 0;
}

function changesOf(files: FileSet, stored: StoredSet): PlannedChange[] {
  const paths = [...new Set([...files.keys(), ...stored.files.keys()])].sort();
  return paths.flatMap((path): PlannedChange[] => {
    const [now, before] = [files.get(path), stored.files.get(path)];
    if (now === undefined) return [{ path, kind: 'removed' }];
    if (before === undefined) return [{ path, kind: 'new' }];
    const same = sameBytes(now, before) && !stored.notExecutable.includes(path);
    return same ? [] : [{ path, kind: 'changed' }];
  });
}

function carry(rendered: RenderedSite, stored: StoredSet): Carried {
  const manifest = storedManifest(stored);
  const targets = Object.entries(manifest?.targets ?? {}).filter(
    ([name]) => !rendered.targets.has(name),
  );
  const isCarried = (path: string): boolean =>
    targets.some(([name]) => path.startsWith(`${name}/`));
  const digests = Object.entries(manifest?.files ?? {}).filter(([path]) => isCarried(path));
  const files = digests.flatMap(([path]) => {
    const content = stored.files.get(path);
    return content === undefined ? [] : [[path, content] as const];
  });
  return {
    files: new Map(files),
    targets: Object.fromEntries(targets),
    digests: Object.fromEntries(digests),
  };
}

/**
 * The owner of a directory whose site is not in the spec. `ours`: generated from this spec and unmodified, so it can be
 * deleted. `touched`: generated from this spec and edited since. `others`: not generated from this spec.
 */
export function ownerOf(
  folder: string,
  spec: string,
  stored: StoredSet,
): 'ours' | 'touched' | 'others' {
  const manifest = storedManifest(stored);
  if (manifest === undefined || otherOwner(stored, { spec, site: folder })) return 'others';
  const untouched = [...stored.files.keys()].every((path) => isUntouched(path, stored, manifest));
  return untouched && stored.notRegular.length === 0 ? 'ours' : 'touched';
}
