import { type FileSet, type StoredSet, sameBytes } from '../file-set.ts';
import { sha256 } from '../policy/digest.ts';
import { formatManifest, type Manifest, manifestName, parseManifest } from './manifest.ts';

/** The manifest of stored files; undefined if Portolan cannot have written it. */
export function storedManifest(stored: StoredSet): Manifest | undefined {
  const content = stored.files.get(manifestName);
  return content === undefined ? undefined : parseManifest(Buffer.from(content).toString('utf8'));
}

/** A site of a spec, as a manifest names it. */
export type SiteOwner = { readonly spec: string; readonly site: string };

/** The site that the files were generated for, if it is not this one. */
export function otherOwner(stored: StoredSet, { spec, site }: SiteOwner): SiteOwner | undefined {
  const manifest = storedManifest(stored);
  if (manifest === undefined || (manifest.spec === spec && manifest.site === site))
    return undefined;
  return { spec: manifest.spec, site: manifest.site };
}

/** Does the file match its digest in the manifest? */
export function isUntouched(
  path: string,
  stored: StoredSet,
  manifest: Manifest | undefined,
): boolean {
  const content = stored.files.get(path);
  if (content === undefined || manifest === undefined) return false;
  if (path === manifestName) return sameBytes(content, Buffer.from(formatManifest(manifest)));
  return Object.hasOwn(manifest.files, path) && manifest.files[path] === sha256(content);
}

/**
 * Paths that Portolan did not write: links and other special files, and files that the manifest does not list. A file
 * that is identical in the new set counts as listed, so that a lost manifest can be restored.
 */
export function foreignPaths(stored: StoredSet, set: FileSet): string[] {
  const manifest = storedManifest(stored);
  const isNamed = (path: string): boolean =>
    path === manifestName ? manifest !== undefined : Object.hasOwn(manifest?.files ?? {}, path);
  const files = [...stored.files].filter(
    ([path, content]) => !isNamed(path) && !sameBytes(content, set.get(path)),
  );
  return [...stored.notRegular, ...files.map(([path]) => path)].sort();
}

/** A digest of everything that is stored, to see later whether it has changed. */
export function fingerprint({ files, notRegular, notExecutable }: StoredSet): string {
  const digests = [...files].map(([path, content]) => [path, sha256(content)]);
  return sha256(JSON.stringify([digests, notRegular, notExecutable]));
}
