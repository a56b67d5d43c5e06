import type { SiteAccess } from '../../review/explain/site-access.ts';
import type { Links } from '../page/links.ts';

/** What a page needs in addition to the answer of its command. */
export type WithSites<Answer> = Answer & {
  readonly spec: string;
  readonly version: string;
  readonly links: Links;
  /** The sites with the access of their files; none where no spec was read. Only a page asks for it. */
  sites(): Iterable<SiteAccess>;
};
