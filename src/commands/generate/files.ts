import { visible } from '../../characters.ts';
import type { Selection } from '../../render/all-sites.ts';
import { type RenderedSite, siteFiles } from '../../render/site.ts';
import { filesText } from '../../report/generate/text.ts';

/**
 * All files in one text. With selected targets only their files, because coverage.md and manifest.json describe all
 * targets.
 */
export function allFiles(rendered: readonly RenderedSite[], selection: Selection): string {
  const files = rendered.flatMap((site) => {
    const chosen = [...site.targets.values()].flatMap((each) => [...each.keys()]);
    const isShown = (path: string) => selection.targets === undefined || chosen.includes(path);
    const shown = [...siteFiles(site)].filter(([path]) => isShown(path));
    return shown.map(([path, content]) => ({
      path: `${site.site}/${path}`,
      text: Buffer.from(content).toString('utf8'),
    }));
  });
  return filesText(files);
}

/** One line for each warning of the outputs. */
export function warnings(rendered: readonly RenderedSite[]): string[] {
  return rendered.flatMap((site) =>
    site.warnings.map((warning) => `warning: ${site.site}: ${visible(warning)}\n`),
  );
}
