import type { FileSet } from '../../file-set.ts';
import { compareText } from '../../net/order.ts';
import { sha256 } from '../../policy/digest.ts';

/** What a review was of: the digests of both sides and of both sides' committed outputs, and the tool's version. */
export type Reviewed = {
  readonly base: string;
  readonly head: string;
  readonly baseOutputs: string;
  readonly headOutputs: string;
  readonly version: string;
};

/** What a deploy job hands back: it changes with whatever was reviewed. */
export function reviewIdOf({ base, head, baseOutputs, headOutputs, version }: Reviewed): string {
  return sha256(JSON.stringify([base, head, baseOutputs, headOutputs, version])).slice(0, 16);
}

/** SHA-256 of a set of files: of their paths and contents. */
export function setDigest(files: FileSet): string {
  const sums = [...files].map(([path, bytes]) => [path, sha256(bytes)] as const);
  return sha256(JSON.stringify(sums.sort(([a], [b]) => compareText(a, b))));
}
