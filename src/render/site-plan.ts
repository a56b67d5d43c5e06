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

/** What a run would do to one site's folder. */
export type SitePlan = {
  readonly site: string;
  /** The name of the spec. */
  readonly spec: string;
  /** Whom the folder belongs to, when it is not this site of this spec: then it must be left alone. */
  readonly other: SiteOwner | undefined;
  /** The whole set that the folder shall hold. */
  readonly files: FileSet;
  readonly unchanged: boolean;
  readonly changes: readonly PlannedChange[];
  /** What is not the tool's: with any of these, the folder must be left alone. */
  readonly foreign: readonly string[];
  /** Targets that were taken over as they lie there. */
  readonly carried: readonly string[];
};

/**
 * Plans one site. When only some targets were rendered (`partial`), the files of all others carry over from the
 * stored set byte for byte, with what its manifest says of them.
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
 * Whose folder is it, when the spec has no such site: `ours` was written by this spec and nobody touched it, so it
 * can go; `touched` was written by this spec and holds something else now; `others` is none of our business.
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
