import { createHash } from 'node:crypto';
import type { Cursor } from './cursor.ts';
import { expected } from './not-canonical.ts';

/** Where the values of a site are in a generated script: `from` is the index of the first of `count` lines. */
export type ScriptData = { readonly from: number; readonly count: number };

/** SHA-256 of a generated script without its second line, which names the spec, and without the values of a site. */
export function digestOf(text: string, { from, count }: ScriptData): string {
  const fixed = text
    .split('\n')
    .filter((_line, index) => index !== 1 && (index < from || index >= from + count));
  return createHash('sha256').update(fixed.join('\n'), 'utf8').digest('hex');
}

/**
 * Refuses a script whose code is not that of this version: its digest differs. A target keeps the digest of its script
 * as a constant; if the template changes, the test of that file prints the new one.
 */
export function requireScript(
  cursor: Cursor,
  text: string,
  data: ScriptData,
  digest: string,
): void {
  if (digestOf(text, data) !== digest)
    cursor.refuse(expected('the script of this version', 'a different one'), 1);
}
