import { dirname, join, normalize, sep } from 'node:path';
import { quote, visible } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import type { StoredSet } from '../../file-set.ts';
import { readSet, requireFolder } from '../../io/folder.ts';
import { inside, type Named } from '../../io/path.ts';
import type { SiteOwner } from '../../render/committed.ts';
import type { OutputFolder } from '../../report/page/conversion.ts';
import { nameFromTop } from './format.ts';
import { shellWord } from './shell.ts';

/**
 * The output folder: the one that the user names, or `generated` beside the spec. It has one spelling: the system would
 * follow a link with a slash behind it, and goes another way than we do when `..` comes after one.
 */
export function outputFolder(spec: string, out: string | undefined): string {
  if (out === '') throw new UserError('--out names no folder', 'write --out FOLDER');
  return out === undefined ? join(dirname(spec), 'generated') : withoutSlash(normalize(out));
}

function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith(sep) ? path.slice(0, -1) : path;
}

/** The output folder as the user named it, and as .gitattributes does. */
export function foldersOf(spec: string, out: string): OutputFolder {
  return { out, fromTop: nameFromTop(spec, out) };
}

/** What lies in one site's folder; fails when the output folder or the site's is a link or a file. */
export function storedSet(out: Named, site: string): StoredSet {
  requireFolder(out);
  return readSet(inside(out, site));
}

/** Says that a folder belongs to another spec, or to another site of the same one, and what to do then. */
export function writtenForOther(
  folder: string,
  other: SiteOwner,
  own: SiteOwner,
): { readonly message: string; readonly help: string } {
  const noun = other.spec === own.spec ? 'site' : 'spec';
  const [theirs, ours] = [quote(other[noun]), quote(own[noun])];
  const remove = `rm -r ${visible(shellWord(folder))}`;
  return {
    message: `${visible(folder)} was written for the ${noun} ${theirs}, not for ${ours}`,
    help: `write elsewhere with --out, or, if ${ours} is only a new name of ${theirs}, remove the folder first: ${remove}`,
  };
}
