import type { TargetPolicy } from '../../../../../src/policy/types.ts';
import {
  clientFamilies,
  unfilteredFamilies,
} from '../../../../../src/targets/kit/writing/families.ts';

/** What holds for the whole list; each a sentence. */
export function caveats(policy: TargetPolicy): string[] {
  return [
    'The list says what is open; that all else is shut is up to what reads it.',
    ...unfilteredFamilies(clientFamilies(policy)),
  ];
}
