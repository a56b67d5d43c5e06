import { join, resolve, sep } from 'node:path';
import { visible } from '../../characters.ts';
import type { StoredSet } from '../../file-set.ts';
import { entriesIn, readSet } from '../../io/folder.ts';
import { leftovers } from '../../io/write.ts';
import type { Spec } from '../../language/types.ts';
import { type SiteOwner, storedManifest } from '../../render/committed.ts';
import { ownerOf } from '../../render/site-plan.ts';
import { shellWord } from './shell.ts';

/** A spec whose files lie in an output folder, and what to type to write them. */
export type Owner = { readonly spec: Spec; readonly generate: string };

/** Something that lies in an output folder and belongs to no site. */
export type UnknownEntry = {
  readonly path: string;
  /** The files below it, or it itself where there are none. */
  readonly files: readonly string[];
  /**
   * unfinished: a run that was killed left it. former: written for a site that the spec has no more, and untouched, so
   * that `generate` removes it. foreign: anybody's, and left alone.
   */
  readonly kind: 'unfinished' | 'former' | 'foreign';
  /** The site that the manifest in it names; undefined where there is none. */
  readonly writtenFor: SiteOwner | undefined;
  /** What to type to be rid of it. */
  readonly command: string;
};

/**
 * What lies in the output folder and is neither the folder of a site of these specs nor in one, by name. A manifest
 * excuses no folder: the person who adds a folder can write its manifest too.
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

/** Does the spec lie in the output folder? Then that folder is not the tool's alone, and what lies there may be its neighbours. */
export function holdsSpec(out: string, spec: string): boolean {
  const folder = resolve(out);
  return resolve(spec).startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

/** Says why nothing is said of what lies in such a folder. */
export function sharedFolderNote(out: string): string {
  return `note: the spec itself lies in ${visible(out)}, so that what else lies there is not looked at\n  help: write the files to a folder of their own with --out\n`;
}
