import type { TargetPolicy } from '../../../../../src/policy/types.ts';
import {
  clientFamilies,
  unfilteredFamilies,
} from '../../../../../src/targets/kit/writing/families.ts';

/** What a reviewer must know about the whole list. */
export function caveats(policy: TargetPolicy): string[] {
  return [
    'The list only says what is allowed. The device that reads it must deny everything else.',
    ...unfilteredFamilies(clientFamilies(policy)),
  ];
}
