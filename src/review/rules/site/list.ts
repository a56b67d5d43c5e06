// Written by `npm run generate:code` from the files beside it; a change here is lost.
import type { SiteRule } from '../kit/rule.ts';
import { anyResolver } from './any-resolver.ts';
import { familyUnfiltered } from './family-unfiltered.ts';

/** Every rule about a site as a whole, the gravest first, then by id. */
export const siteRules: readonly SiteRule[] = [anyResolver, familyUnfiltered];
