import { foldersIn, readSet } from '../../io/folder.ts';
import { inside, type Named } from '../../io/path.ts';
import type { Spec } from '../../language/types.ts';
import { ownerOf } from '../../render/site-plan.ts';

/** A directory that this spec wrote for a site that is no longer in the spec. */
export type FormerSite = {
  readonly site: string;
  /** The paths of its files. */
  readonly paths: readonly string[];
  /** True when every file is as Portolan wrote it, so that deleting the directory loses no edits. */
  readonly untouched: boolean;
};

/** The former sites of a spec, sorted; without directories that another spec wrote or that have no manifest. */
export function formerSites(out: Named, spec: Spec): FormerSite[] {
  const sites = new Set(spec.sites.map((site) => site.id));
  return foldersIn(out)
    .filter((folder) => !sites.has(folder))
    .flatMap((site) => {
      const stored = readSet(inside(out, site));
      const owner = ownerOf(site, spec.name, stored);
      const paths = [...stored.files.keys()];
      return owner === 'others' ? [] : [{ site, paths, untouched: owner === 'ours' }];
    });
}
