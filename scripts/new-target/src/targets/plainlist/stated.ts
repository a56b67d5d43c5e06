import type { TargetPolicy } from '../../../../../src/policy/types.ts';
import { optionsOf } from './options.ts';

/** What the list should say of the site's options; one without a reference says nothing of it. */
export function stated(policy: TargetPolicy): Readonly<Record<string, string>> {
  const { reference } = optionsOf(policy);
  return reference === undefined ? {} : { reference };
}
