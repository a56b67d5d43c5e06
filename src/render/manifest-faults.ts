import type { StoredSet } from '../file-set.ts';
import { digest } from '../policy/digest.ts';
import type { Policy } from '../policy/types.ts';
import { isUntouched, otherOwner, storedManifest } from './committed.ts';
import { type Manifest, manifestName, targetDigest } from './manifest.ts';
import { coverageName } from './site.ts';

/** A file of a site's directory that contradicts the manifest or the site, with a message. */
export type ManifestFault = { readonly path: string; readonly message: string };

/** Compares the manifest of a directory with the files there and with the site's policy. */
export function manifestFaults(stored: StoredSet, policy: Policy): ManifestFault[] {
  const manifest = storedManifest(stored);
  if (manifest === undefined)
    return [manifestFault('manifest.json is missing or is not a Portolan manifest')];
  return [
    ...ownFaults(stored, manifest, policy),
    ...Object.keys(manifest.files).flatMap((path) => fileFault(path, stored, manifest)),
    ...unnamed(stored, manifest).map((path) => ({ path, message: 'not listed in manifest.json' })),
    ...needless(manifest, policy).map((path) => ({ path, message: 'not a file of this site' })),
  ];
}

/**
 * Did the spec change after the files were generated? True if the policy differs from the manifest, or if the page
 * differs and nobody edited it. The manifest is not trusted: the answer selects the fix, and excuses no failure.
 */
export function isStale(stored: StoredSet, policy: Policy, pageDiffers: boolean): boolean {
  const manifest = storedManifest(stored);
  const owner = { spec: policy.spec.name, site: policy.site.id };
  if (manifest === undefined || otherOwner(stored, owner) !== undefined) return false;
  if (manifest.policy !== digest(policy)) return true;
  return pageDiffers && isUntouched(coverageName, stored, manifest);
}

/** The number of files that a manifest is compared with, including itself. */
export function manifestSize(stored: StoredSet): number {
  return 1 + Object.keys(storedManifest(stored)?.files ?? {}).length;
}

function manifestFault(message: string): ManifestFault {
  return { path: manifestName, message };
}

function ownFaults(stored: StoredSet, manifest: Manifest, policy: Policy): ManifestFault[] {
  const { spec, site } = manifest;
  if (spec !== policy.spec.name || site !== policy.site.id)
    return [
      manifestFault(`manifest.json belongs to site "${site}" of spec "${spec}", not to this site`),
    ];
  if (manifest.policy !== digest(policy))
    return [manifestFault('the files are out of date: the spec changed after they were generated')];
  const isNotRegular = !isUntouched(manifestName, stored, manifest) || !namesItsTargets(manifest);
  return isNotRegular ? [manifestFault('manifest.json was edited')] : [];
}

/** Do its targets match its files, each with their digest? */
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
  if (!stored.files.has(path))
    return [{ path, message: 'the file is missing or is not a regular file' }];
  if (isUntouched(path, stored, manifest)) return [];
  return [{ path, message: 'the file was edited after it was generated' }];
}

/** Files in a manifest that belong neither to the site nor to one of its targets. No reader parses them. */
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
