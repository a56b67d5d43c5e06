import { selectionOf } from '../commands/shared/selection.ts';
import { UserError } from '../errors.ts';
import type { Spec } from '../language/types.ts';
import type { Selection as Chosen } from '../render/all-sites.ts';
import { type RenderedSite as Rendered, siteFiles } from '../render/site.ts';
import { requireTexts } from './options.ts';
import type { RenderedSite, Selection } from './types.ts';

/**
 * The selected sites and targets. Throws a UserError for one that the spec does not have, and for an empty list: a
 * program that has filtered its list down to nothing does not mean all. Throws a TypeError for another value.
 */
export function selectionIn(spec: Spec, { sites, targets }: Selection): Chosen {
  for (const [name, list] of Object.entries({ sites, targets })) {
    requireTexts(name, list);
    if (list?.length === 0)
      throw new UserError(`the list "${name}" is empty`, 'omit it to select all');
  }
  return selectionOf(spec, { site: sites ?? [], target: targets ?? [] });
}

/** The files of a site for a caller. Of selected targets only their own, since the others are about all targets. */
export function filesOf(rendered: Rendered, isPart: boolean): RenderedSite {
  const own = new Set([...rendered.targets.values()].flatMap((files) => [...files.keys()]));
  const files = [...siteFiles(rendered)]
    .filter(([path]) => !isPart || own.has(path))
    .map(([path, bytes]) => [path, Buffer.from(bytes).toString('utf8')]);
  return { site: rendered.site, files: Object.fromEntries(files), warnings: rendered.warnings };
}
