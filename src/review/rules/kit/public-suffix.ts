import { parse } from 'tldts';
import { privateParents } from '../../../../compiled/private-parents.js';

const abovePrivate: ReadonlySet<string> = new Set(privateParents);

/** The name that an owner of the host would have registered, or the host's own where it is a public suffix itself. */
export function registrableDomain(name: string): string {
  return parse(name, { ...asName, allowPrivateDomains: true }).domain ?? name;
}

/**
 * Which section of the Public Suffix List a name stands in as a whole: everybody registers names below the suffixes of
 * registries; below those of its private section every customer of one company has a name.
 */
export function suffixSection(name: string): 'registry' | 'private' | undefined {
  const { publicSuffix, isIcann, isPrivate } = parse(name, {
    ...asName,
    allowPrivateDomains: true,
  });
  if (publicSuffix !== name) return undefined;
  if (isPrivate === true) return 'private';
  return isIcann === true ? 'registry' : undefined;
}

/** Is it above suffixes of the list's private section, as on.aws is? A wildcard there holds the tenants of all of them. */
export function isAbovePrivateSuffix(name: string): boolean {
  return abovePrivate.has(name);
}

/** Does the list know the top-level domain of a name? */
export function hasKnownTopLevel(name: string): boolean {
  return parse(name, asName).isIcann === true;
}

/** What is asked is a name already: nothing is to be cut from it, and a pattern's labels are no mistake. */
const asName = { extractHostname: false, validateHostname: false };
