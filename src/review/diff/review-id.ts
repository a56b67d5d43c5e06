import { sha256 } from '../../policy/digest.ts';
import type { FileChange } from './change.ts';

/** What a deploy job hands back: it changes with either side, with the outputs, and with the tool. */
export function reviewIdOf(
  base: string,
  head: string,
  outputs: readonly FileChange[],
  version: string,
): string {
  return sha256(JSON.stringify([base, head, outputs, version])).slice(0, 16);
}
