import type { TargetPolicy } from '../../../../../src/policy/types.ts';
import { optionsOf } from './options.ts';

/** The options that the list should state; a list without a reference states none. */
export function stated(policy: TargetPolicy): Readonly<Record<string, string>> {
  const { reference } = optionsOf(policy);
  return reference === undefined ? {} : { reference };
}
