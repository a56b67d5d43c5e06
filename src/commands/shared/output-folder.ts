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
 * The output directory: the one that the user names, or `generated` next to the spec. The path is normalized: the
 * system would follow a link with a slash after it, and resolves `..` after a link differently from Portolan.
 */
export function outputFolder(spec: string, out: string | undefined): string {
  if (out === '') throw new UserError('--out requires a directory', 'for example: --out generated');
  return out === undefined ? join(dirname(spec), 'generated') : withoutSlash(normalize(out));
}

function withoutSlash(path: string): string {
  return path.length > 1 && path.endsWith(sep) ? path.slice(0, -1) : path;
}

/** The output directory as the user named it, and as .gitattributes names it. */
export function foldersOf(spec: string, out: string): OutputFolder {
  return { out, fromTop: nameFromTop(spec, out) };
}

/** The files of a site's directory; fails when it, or the output directory, is a link or a file. */
export function storedSet(out: Named, site: string): StoredSet {
  requireFolder(out);
  return readSet(inside(out, site));
}

/** The message and fix for a directory that belongs to another spec, or to another site of the same spec. */
export function writtenForOther(
  folder: string,
  other: SiteOwner,
  own: SiteOwner,
): { readonly message: string; readonly help: string } {
  const noun = other.spec === own.spec ? 'site' : 'spec';
  const [theirs, ours] = [quote(other[noun]), quote(own[noun])];
  const remove = `rm -r ${visible(shellWord(folder))}`;
  return {
    message: `${visible(folder)} belongs to ${noun} ${theirs}, not to ${ours}`,
    help: `use another directory with --out; if you renamed ${theirs}, delete the old output first: ${remove}`,
  };
}
