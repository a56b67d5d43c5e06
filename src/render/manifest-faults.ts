import type { StoredSet } from '../file-set.ts';
import { digest } from '../policy/digest.ts';
import type { Policy } from '../policy/types.ts';
import { isUntouched, otherOwner, storedManifest } from './committed.ts';
import { type Manifest, manifestName, targetDigest } from './manifest.ts';
import { coverageName } from './site.ts';

/** A file of a site's folder that is not what the manifest there or the site says, in one sentence. */
export type ManifestFault = { readonly path: string; readonly message: string };

/** What the manifest of a folder says of the folder, held against what is there and against the site's policy. */
export function manifestFaults(stored: StoredSet, policy: Policy): ManifestFault[] {
  const manifest = storedManifest(stored);
  if (manifest === undefined) return [manifestFault('there is no manifest that the tool wrote')];
  return [
    ...ownFaults(stored, manifest, policy),
    ...Object.keys(manifest.files).flatMap((path) => fileFault(path, stored, manifest)),
    ...unnamed(stored, manifest).map((path) => ({ path, message: 'no manifest names it' })),
    ...needless(manifest, policy).map((path) => ({ path, message: 'the site gives no such file' })),
  ];
}

/**
 * Has the spec moved on since the files were written: do its rules mean something else, or is the page another one while
 * nobody touched it? By the word of the manifest, so that it tells the way out and excuses nothing.
 */
export function isStale(stored: StoredSet, policy: Policy, pageDiffers: boolean): boolean {
  const manifest = storedManifest(stored);
  const owner = { spec: policy.spec.name, site: policy.site.id };
  if (manifest === undefined || otherOwner(stored, owner) !== undefined) return false;
  if (manifest.policy !== digest(policy)) return true;
  return pageDiffers && isUntouched(coverageName, stored, manifest);
}

/** How many files a folder's manifest is held against, itself among them. */
export function manifestSize(stored: StoredSet): number {
  return 1 + Object.keys(storedManifest(stored)?.files ?? {}).length;
}

function manifestFault(message: string): ManifestFault {
  return { path: manifestName, message };
}

function ownFaults(stored: StoredSet, manifest: Manifest, policy: Policy): ManifestFault[] {
  const { spec, site } = manifest;
  if (spec !== policy.spec.name || site !== policy.site.id)
    return [manifestFault(`it speaks of the site "${site}" of the spec "${spec}"`)];
  if (manifest.policy !== digest(policy))
    return [manifestFault('the files were written for another policy than the spec gives now')];
  const isNotRegular = !isUntouched(manifestName, stored, manifest) || !namesItsTargets(manifest);
  return isNotRegular ? [manifestFault('it is not written as the tool writes it')] : [];
}

/** Are its targets those of its files, each with the digest of them? */
function namesItsTargets({ files, targets }: Manifest): boolean {
  const folders = new Map<string, Record<string, string>>();
  for (const [path, sum] of Object.entries(files)) {
    const [folder = '', ...below] = path.split('/');
    if (below.length > 0) folders.set(folder, { ...folders.get(folder), [path]: sum });
  }
  return (
    folders.size === Object.keys(targets).length &&
    [...folders].every(([target, own]) => targets[target] === targetDigest(own))
  );
}

function fileFault(path: string, stored: StoredSet, manifest: Manifest): ManifestFault[] {
  if (!stored.files.has(path)) return [{ path, message: 'it is missing, or no regular file' }];
  if (isUntouched(path, stored, manifest)) return [];
  return [{ path, message: 'it was changed after the manifest was written' }];
}

/** What a manifest names, and neither the site nor one of its outputs gives. No reader looks at it. */
function needless({ files }: Manifest, { site }: Policy): string[] {
  return Object.keys(files).filter((path) => {
    const [folder = '', ...below] = path.split('/');
    return below.length === 0 ? path !== coverageName : !Object.hasOwn(site.targets, folder);
  });
}

function unnamed(stored: StoredSet, manifest: Manifest): string[] {
  const files = [...stored.files.keys()].filter((path) => path !== manifestName);
  return [...files, ...stored.notRegular]
    .filter((path) => !Object.hasOwn(manifest.files, path))
    .sort();
}
