import { accessTricks } from './tricks/access.ts';
import { firstTricks } from './tricks/first.ts';
import { judgeTricks } from './tricks/judges.ts';
import { outputTricks } from './tricks/outputs.ts';
import { qualityTricks } from './tricks/qualities.ts';
import { settingTricks } from './tricks/settings.ts';
import { strayTricks } from './tricks/strays.ts';
import { textTricks } from './tricks/texts.ts';
import type { Trick } from './tricks/trick.ts';

/** Every row, by what it is about. */
export const table: Readonly<Record<string, readonly Trick[]>> = {
  'written before the mends': firstTricks,
  'access in the spec': accessTricks,
  'what is said of access': qualityTricks,
  settings: settingTricks,
  'what judges the change': judgeTricks,
  'text that shows otherwise': textTricks,
  'committed files': outputTricks,
  'beside the targets': strayTricks,
};
