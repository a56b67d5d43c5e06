import { join } from 'node:path';
import type { StoredSet } from '../file-set.ts';
import { foldersIn, readSet, refuseOddFolder } from '../io/folder.ts';
import { ownerOf } from '../render/plan.ts';
import type { Spec } from '../spec/types.ts';

/** What lies in one site's folder; fails when the output folder or the site's is a link or a file. */
export function storedSet(out: string, site: string): StoredSet {
  refuseOddFolder(out);
  return readSet(join(out, site));
}

/** A folder below the output folder that this spec wrote for a site that it has no more. */
export type FormerSite = {
  readonly site: string;
  readonly stored: StoredSet;
  /** Is everything in it as it was written, so that nothing of anybody else's goes with it? */
  readonly untouched: boolean;
};

/** The former sites of a spec, sorted. Folders that another spec or nobody's manifest speaks of are not among them. */
export function formerSites(out: string, spec: Spec): FormerSite[] {
  const sites = new Set(spec.sites.map((site) => site.id));
  return foldersIn(out)
    .filter((folder) => !sites.has(folder))
    .flatMap((site) => {
      const stored = readSet(join(out, site));
      const owner = ownerOf(site, spec.name, stored);
      return owner === 'others' ? [] : [{ site, stored, untouched: owner === 'ours' }];
    });
}
