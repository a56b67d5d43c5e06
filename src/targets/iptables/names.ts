import type { Family } from '../../net/address.ts';
import type { Rule } from '../../policy/types.ts';
import type { Refusal, Result } from '../../problem.ts';
import { objectName, uniqueNames } from '../names.ts';

// ipset(8): a set's name has at most 31 characters; three are for the family.
const setNameLimits = { length: 31 - '_v4'.length, separator: '_', keep: /^[A-Za-z0-9-]$/ };

/** Rule id to the name of its sets, still without the family. */
export type SetNames = ReadonlyMap<string, string>;

/** Names the sets of all rules, or refuses with name-collision. */
export function setNames(prefix: string, rules: readonly Rule[]): Result<SetNames, Refusal[]> {
  return uniqueNames(
    rules.map((rule) => rule.id),
    (id) => objectName([prefix, ...id.split('/')], setNameLimits),
  );
}

/** The set that holds the addresses of one family. */
export function familyName(base: string, family: Family): string {
  return `${base}_v${family}`;
}
