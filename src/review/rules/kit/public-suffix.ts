import { privateParents } from '../../../../compiled/private-parents.js';

const abovePrivate: ReadonlySet<string> = new Set(privateParents);

/** Returns true if the name is a parent of private suffixes, as on.aws is. A wildcard there covers the tenants of all of them. */
export function isAbovePrivateSuffix(name: string): boolean {
  return abovePrivate.has(name);
}
