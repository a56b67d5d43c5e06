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
 * current: matches the spec. stale: unmodified, but the spec has changed since. edited: modified after it was generated.
 * missing: not found. unknown: not a generated file.
 */
export type DriftState = 'current' | 'stale' | 'edited' | 'missing' | 'unknown';

export type FileDrift = {
  readonly path: string;
  readonly state: DriftState;
  /** Must it be deleted before the files can be written, because the manifest does not list it? */
  readonly blocks: boolean;
};

/** The state of each file of one site, sorted by path. A manifest of another site is ignored. */
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

/** A file of an earlier spec that was edited is still one that Portolan generated. */
function unnamed(path: string, manifest: Manifest | undefined): DriftState {
  return Object.hasOwn(manifest?.files ?? {}, path) ? 'edited' : 'unknown';
}
