import { type FileSet, type StoredSet, sameBytes } from '../file-set.ts';
import {
  foreignPaths,
  isUntouched,
  otherOwner,
  type SiteOwner,
  storedManifest,
} from './committed.ts';
import type { Manifest } from './manifest.ts';

/**
 * current: as the spec gives it. stale: as the tool wrote it, but the spec gives another by now. edited: changed by
 * somebody else. missing: not there. unknown: the spec gives no such file, and the tool did not write it.
 */
export type DriftState = 'current' | 'stale' | 'edited' | 'missing' | 'unknown';

export type FileDrift = {
  readonly path: string;
  readonly state: DriftState;
  /** Must it go before the set can be written, since no manifest names it? */
  readonly blocks: boolean;
};

/** How the files of one site differ from what the spec gives, sorted by path. The manifest of another says nothing. */
export function driftOf(expected: FileSet, stored: StoredSet, owner: SiteOwner): FileDrift[] {
  const manifest = otherOwner(stored, owner) ? undefined : storedManifest(stored);
  const foreign = new Set(foreignPaths(stored, expected));
  const paths = [
    ...new Set([...expected.keys(), ...stored.files.keys(), ...stored.notRegular]),
  ].sort();
  return paths.map((path) => ({
    path,
    state: stateOf(path, expected, stored, manifest),
    blocks: foreign.has(path),
  }));
}

function stateOf(
  path: string,
  expected: FileSet,
  stored: StoredSet,
  manifest: Manifest | undefined,
): DriftState {
  const [wanted, there] = [expected.get(path), stored.files.get(path)];
  const isNotRegular = stored.notRegular.includes(path);
  if (wanted === undefined)
    return isUntouched(path, stored, manifest) ? 'stale' : unnamed(path, manifest);
  if (isNotRegular) return 'edited';
  if (there === undefined) return 'missing';
  if (stored.notExecutable.includes(path)) return 'edited';
  if (sameBytes(wanted, there)) return 'current';
  return isUntouched(path, stored, manifest) ? 'stale' : 'edited';
}

/** A file that the spec gave once and that was changed since is the tool's all the same. */
function unnamed(path: string, manifest: Manifest | undefined): DriftState {
  return Object.hasOwn(manifest?.files ?? {}, path) ? 'edited' : 'unknown';
}
