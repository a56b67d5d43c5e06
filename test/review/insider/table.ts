import { accessTricks } from './tricks/access.ts';
import { firstTricks } from './tricks/first.ts';
import { judgeTricks } from './tricks/judges.ts';
import { outputTricks } from './tricks/outputs.ts';
import { qualityTricks } from './tricks/qualities.ts';
import { selectionTricks } from './tricks/selection.ts';
import { settingTricks } from './tricks/settings.ts';
import { siteValueTricks } from './tricks/site-values.ts';
import { strayTricks } from './tricks/strays.ts';
import { textTricks } from './tricks/texts.ts';
import type { Trick } from './tricks/trick.ts';

/** All tricks, by subject. */
export const table: Readonly<Record<string, readonly Trick[]>> = {
  'anything, from the first round': firstTricks,
  'access in the spec': accessTricks,
  'groups that a site selects, and included specs': selectionTricks,
  'properties of access': qualityTricks,
  settings: settingTricks,
  'values of sites': siteValueTricks,
  'tests, exceptions and documents': judgeTricks,
  'misleading text': textTricks,
  'committed files': outputTricks,
  'stray files': strayTricks,
};
