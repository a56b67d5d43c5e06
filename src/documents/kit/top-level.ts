import { hasKnownTopLevel } from '../../net/public-suffix.ts';

/** Whether a name ends in a top-level domain of the Public Suffix List, or in the one for documentation. */
export function hasTopLevel(name: string): boolean {
  return name.endsWith('.example') || hasKnownTopLevel(name);
}
