import { dirname, relative } from 'node:path';
import type { FileSet } from '../../file-set.ts';
import { compareText } from '../../net/order.ts';
import { sha256 } from '../../policy/digest.ts';

/** The inputs of a review: the digests of both sides and of their committed outputs, and Portolan's version. */
export type Reviewed = {
  readonly base: string;
  readonly head: string;
  readonly baseOutputs: string;
  readonly headOutputs: string;
  readonly version: string;
};

/** The review id that a deploy job passes back. It changes with any reviewed input. */
export function reviewIdOf({ base, head, baseOutputs, headOutputs, version }: Reviewed): string {
  return sha256(JSON.stringify([base, head, baseOutputs, headOutputs, version])).slice(0, 16);
}

/** SHA-256 of a set of files: of their paths and contents. */
export function setDigest(files: FileSet): string {
  const sums = [...files].map(([path, bytes]) => [path, sha256(bytes)] as const);
  return sha256(JSON.stringify(sums.sort(([a], [b]) => compareText(a, b))));
}

/**
 * SHA-256 of the texts of a spec, whose root file is `file`. Paths are relative to its directory, so that copies of the
 * same files have the same digest.
 */
export function sourcesDigest(file: string, texts: Iterable<readonly [string, string]>): string {
  const relatives = [...texts].map(([path, text]) => [relative(dirname(file), path), text]);
  return sha256(JSON.stringify(relatives.sort()));
}
