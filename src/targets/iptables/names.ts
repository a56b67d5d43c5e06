import type { Family } from '../../net/address.ts';
import type { HostName } from '../../net/host.ts';
import type { Rule } from '../../policy/types.ts';
import type { Refusal, Result } from '../../problem.ts';
import { objectName, uniqueNames } from '../kit/writing/names.ts';
import type { NetworkSet } from './plan-networks.ts';

// ipset(8): a set name has at most 31 characters; three are for the family.
const length = 31 - '_v4'.length;
const setNameLimits = { length, separator: '_', others: /[^A-Za-z0-9-]/gu };
// Also a dot before the hash: a set of a rule has no dot, so names of the two kinds never collide.
const ownNameLimits = { length, separator: '.', others: /[^a-z0-9._-]/gu };

/** The key of a set (`namesKey`, `networksKey`) to its name, still without the family. */
export type SetNames = ReadonlyMap<string, string>;

/** Names the sets of all keys, or refuses with name-collision. */
export function setNames(prefix: string, keys: readonly string[]): Result<SetNames, Refusal[]> {
  return uniqueNames(keys, (key) => objectName([prefix, ...key.split('/')], setNameLimits));
}

/** The key of the set with the addresses of a rule's names. */
export function namesKey(rule: Rule): string {
  return rule.id;
}

/** The key of a set with networks. No rule id ends like it, so both kinds of sets have their own names. */
export function networksKey({ rule, place }: NetworkSet): string {
  return `${rule.id}/${place === 'guarded' ? 'guarded' : 'net'}`;
}

/** A name in dnsmasq.conf to the name of its own sets, still without the family. */
export type OwnNames = ReadonlyMap<string, string>;

/** Names the own sets of each name, or refuses with name-collision. */
export function ownNames(prefix: string, names: readonly HostName[]): Result<OwnNames, Refusal[]> {
  // Such a name contains neither a group nor a service.
  return uniqueNames(
    names,
    (name) => objectName([`${prefix}_${name}`], ownNameLimits),
    () => 'choose another prefix',
  );
}

/** The set for the addresses of one family. */
export function familyName(base: string, family: Family): string {
  return `${base}_v${family}`;
}
