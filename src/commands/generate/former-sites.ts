import type { StoredSet } from '../../file-set.ts';
import { foldersIn, readSet } from '../../io/folder.ts';
import { inside, type Named } from '../../io/path.ts';
import type { Spec } from '../../language/types.ts';
import { ownerOf } from '../../render/site-plan.ts';

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
