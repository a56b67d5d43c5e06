import { visible } from '../../characters.ts';
import { printResult } from '../../io/terminal.ts';
import type { LoadedSpec } from '../../language/load.ts';
import type { Selection } from '../../render/all-sites.ts';
import { type RenderedSite, siteFiles } from '../../render/site.ts';
import { filesText } from '../../report/generate/text.ts';
import { render } from '../shared/spec.ts';

/** What a terminal shows meanwhile. */
export const phase = 'Rendering sites';

/** What is said about a site in addition to its files. */
export type Told = Pick<RenderedSite, 'site' | 'warnings' | 'lacks'>;

/**
 * Prints all files, and returns what is said about the sites. Throws InvalidSpec before it prints. It keeps the texts of
 * all sites, since the last one may be invalid.
 */
export function printFiles(loaded: LoadedSpec, selection: Selection): readonly Told[] {
  const sites = [...printedSites(loaded, selection)];
  for (const { text } of sites) printResult(text);
  return sites;
}

function* printedSites(
  loaded: LoadedSpec,
  selection: Selection,
): Generator<Told & { readonly text: string }> {
  for (const rendered of render(loaded, { selection, phase })) {
    const { site, warnings, lacks } = rendered;
    yield { site, warnings, lacks, text: textOf(rendered, selection) };
  }
}

/** With selected targets only their files, because coverage.md and manifest.json describe all targets. */
function textOf(rendered: RenderedSite, { targets }: Selection): string {
  const chosen = [...rendered.targets.values()].flatMap((each) => [...each.keys()]);
  const files = [...siteFiles(rendered)]
    .filter(([path]) => targets === undefined || chosen.includes(path))
    .map(([path, content]) => ({
      path: `${rendered.site}/${path}`,
      text: Buffer.from(content).toString('utf8'),
    }));
  return filesText(files);
}

/** One line for each warning of the outputs. */
export function warningsText(sites: readonly Told[]): string {
  return sites
    .flatMap(({ site, warnings }) =>
      warnings.map((warning) => `warning: ${site}: ${visible(warning)}\n`),
    )
    .join('');
}
