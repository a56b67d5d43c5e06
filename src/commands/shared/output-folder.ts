import { quote, visible } from '../../characters.ts';
import type { StoredSet } from '../../file-set.ts';
import { foldersIn, readSet, refuseOddFolder } from '../../io/folder.ts';
import { inside, type Named } from '../../io/path.ts';
import type { Spec } from '../../language/types.ts';
import { ownerOf } from '../../render/plan.ts';
import type { SiteOwner } from '../../render/stored.ts';
import type { OutputFolder } from '../../report/page/conversion.ts';
import { calledFromTop } from './format.ts';
import { shellWord } from './spec.ts';

/** The output folder as the user named it, and as .gitattributes does. */
export function foldersOf(spec: string, out: string): OutputFolder {
  return { out, fromTop: calledFromTop(spec, out) };
}

/** What lies in one site's folder; fails when the output folder or the site's is a link or a file. */
export function storedSet(out: Named, site: string): StoredSet {
  refuseOddFolder(out);
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

/** A folder below the output folder that this spec wrote for a site that it has no more. */
export type FormerSite = {
  readonly site: string;
  readonly stored: StoredSet;
  /** Is everything in it as it was written, so that nothing of anybody else's goes with it? */
  readonly untouched: boolean;
};

/** The former sites of a spec, sorted. Folders that another spec or nobody's manifest speaks of are not among them. */
export function formerSites(out: Named, spec: Spec): FormerSite[] {
  const sites = new Set(spec.sites.map((site) => site.id));
  return foldersIn(out)
    .filter((folder) => !sites.has(folder))
    .flatMap((site) => {
      const stored = readSet(inside(out, site));
      const owner = ownerOf(site, spec.name, stored);
      return owner === 'others' ? [] : [{ site, stored, untouched: owner === 'ours' }];
    });
}
