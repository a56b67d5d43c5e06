import type { Policy } from '../../policy/types.ts';

/** What the files should say of the site's options. */
export function settings(_policy: Policy): Readonly<Record<string, string>> {
  return {};
}
