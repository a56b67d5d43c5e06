import { parse } from 'tldts';

/** The registrable domain of a host name, or the name itself if it is a public suffix. */
export function registrableDomain(name: string): string {
  return parse(name, { ...asName, allowPrivateDomains: true }).domain ?? name;
}

/**
 * The section of the Public Suffix List that lists exactly this name. Anyone can register names under the suffix of a
 * registry. Under a suffix of the private section, every customer of one company has a name.
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

/** Returns true if the list contains the top-level domain of a name. */
export function hasKnownTopLevel(name: string): boolean {
  return parse(name, asName).isIcann === true;
}

/** The input is a host name already, not a URL. It may be a pattern, so its labels are not validated. */
const asName = { extractHostname: false, validateHostname: false };
