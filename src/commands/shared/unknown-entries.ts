import { join, resolve, sep } from 'node:path';
import { visible } from '../../characters.ts';
import type { StoredSet } from '../../file-set.ts';
import { entriesIn, readSet } from '../../io/folder.ts';
import { leftovers } from '../../io/swap.ts';
import type { Spec } from '../../language/types.ts';
import { type SiteOwner, storedManifest } from '../../render/committed.ts';
import { ownerOf } from '../../render/site-plan.ts';
import { shellWord } from './shell.ts';

/** A spec whose files are in an output directory, and the command that writes them. */
export type Owner = { readonly spec: Spec; readonly generate: string };

/** An entry of an output directory that belongs to no site. */
export type UnknownEntry = {
  readonly path: string;
  /** The files below the entry, or the entry itself where there are none. */
  readonly files: readonly string[];
  /**
   * unfinished: left by a run that was killed. former: written for a site that is no longer in the spec, and not
   * edited; `generate` removes it. foreign: everything else, which Portolan leaves alone.
   */
  readonly kind: 'unfinished' | 'former' | 'foreign';
  /** The site that the entry's manifest names; undefined without a manifest. */
  readonly writtenFor: SiteOwner | undefined;
  /** The command that removes the entry. */
  readonly command: string;
};

/**
 * The entries of the output directory that are not the directory of a site of these specs, compared by name. A manifest
 * does not make a directory known: a person who adds a directory can write its manifest too.
 */
export function unknownEntriesIn(out: string, owners: readonly Owner[]): UnknownEntry[] {
  const sites = new Set(owners.flatMap(({ spec }) => spec.sites.map(({ id }) => id)));
  const unfinished = new Set(leftovers(out));
  return entriesIn(out)
    .filter(({ name }) => !sites.has(name))
    .map(({ name, isFolder }) => {
      const path = join(out, name);
      if (unfinished.has(name)) return unfinishedAt(path, owners);
      return isFolder ? unknownFolder(path, name, owners) : unknownFile(path);
    });
}

function unfinishedAt(path: string, [owner]: readonly Owner[]): UnknownEntry {
  const command = owner?.generate ?? '';
  return { path, files: [path], kind: 'unfinished', writtenFor: undefined, command };
}

function unknownFile(path: string): UnknownEntry {
  const command = `rm ${shellWord(path)}`;
  return { path, files: [path], kind: 'foreign', writtenFor: undefined, command };
}

function unknownFolder(path: string, name: string, owners: readonly Owner[]): UnknownEntry {
  const stored = readSet(path);
  const writer = owners.find(({ spec }) => ownerOf(name, spec.name, stored) === 'ours');
  const manifest = storedManifest(stored);
  return {
    path,
    files: filesOf(path, stored),
    kind: writer === undefined ? 'foreign' : 'former',
    writtenFor: manifest && { spec: manifest.spec, site: manifest.site },
    command: writer?.generate ?? `rm -r ${shellWord(path)}`,
  };
}

function filesOf(path: string, { files, notRegular }: StoredSet): string[] {
  const below = [...files.keys(), ...notRegular].sort().map((each) => join(path, each));
  return below.length === 0 ? [path] : below;
}

/** A note for the directory of another spec, whose files only a check of both specs can judge; else empty. */
export function otherSpecNote(
  { path, writtenFor }: UnknownEntry,
  owners: readonly Pick<Owner, 'spec'>[],
  help: string,
): string {
  if (writtenFor === undefined || owners.some(({ spec }) => spec.name === writtenFor.spec))
    return '';
  const name = visible(writtenFor.spec);
  return `note: the manifest in ${visible(path)} names another spec: "${name}"\n  help: ${help}\n`;
}

/** The advice to check these specs together with the one that another manifest names. */
export function checkOfBoth(specs: readonly string[]): string {
  const words = visible(specs.map(shellWord).join(' '));
  return `check both specs: portolan check ${words} OTHER.yaml`;
}

/** True when the spec is inside the output directory. Then that directory may contain other files than Portolan's. */
export function holdsSpec(out: string, spec: string): boolean {
  const folder = resolve(out);
  return resolve(spec).startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

/** The note that unknown files are not reported in such a directory. */
export function sharedFolderNote(out: string): string {
  return `note: unknown files in ${visible(out)} are not reported, because the spec is in this directory\n  help: use a separate output directory with --out\n`;
}
