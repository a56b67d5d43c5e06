// Written by `npm run generate:code` from the files beside it; a change here is lost.
import type { ChangeRule } from '../kit/rule.ts';
import { gainedWithoutReason } from './gained-without-reason.ts';
import { massRemoval } from './mass-removal.ts';
import { outputEmpties } from './output-empties.ts';

/** Every rule about a change, the gravest first, then by id. */
export const changeRules: readonly ChangeRule[] = [outputEmpties, gainedWithoutReason, massRemoval];
