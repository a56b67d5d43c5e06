import { parse } from 'tldts';

/** Whether a name ends in a top-level domain of the Public Suffix List, or in the one for documentation. */
export function hasTopLevel(name: string): boolean {
  return name.endsWith('.example') || parse(name, asName).isIcann === true;
}

/** The name may be a pattern, so its labels are not validated. */
const asName = { extractHostname: false, validateHostname: false };
