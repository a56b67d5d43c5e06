import type { PageLinks } from '../../page/data.ts';
import type { Links } from '../page/links.ts';

/** The addresses to which a page links, for the commit that it is about and the one that it is compared with. */
export function pageLinks(
  links: Links,
  commit: string | undefined,
  before: string | undefined,
): PageLinks {
  return {
    files: links.filesOf(commit) ?? null,
    before: links.filesOf(before) ?? null,
    homepage: links.homepage,
  };
}
