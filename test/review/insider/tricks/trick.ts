/** One edit of a file: a text in it becomes another one, or the whole file does; null takes the file away. */
export type Edit =
  | { readonly file: string; readonly from: string; readonly to: string }
  | { readonly file: string; readonly text: string | null };

/** Which command catches a trick, and by what it says. */
export type Caught =
  /** Access is gained: each text stands in the line of a gain, `KIND destination ports for clients by outputs`. */
  | { readonly by: 'diff' | 'diff --outputs'; readonly gains: readonly string[] }
  /** These rules are raised by what is new, and no exception accepts it. */
  | { readonly by: 'diff'; readonly findings: readonly string[] }
  /** The exit code is 4: each text stands in what needs the approval. */
  | { readonly by: 'diff' | 'diff --outputs'; readonly approval: readonly string[] }
  /** It is told as other words: each text stands in what they are about. */
  | { readonly by: 'diff'; readonly wording: readonly string[] }
  /** Access is lost, and each text stands in what still allows it. */
  | { readonly by: 'diff'; readonly keptOpen: readonly string[] }
  /** These rules are raised by what is new, and no exception accepts it. */
  | { readonly by: 'lint'; readonly findings: readonly string[] }
  /** The spec, or its exceptions, are refused: each text stands in a problem. */
  | { readonly by: 'validate' | 'diff'; readonly problems: readonly string[] }
  /** The exit code is 1: each text stands in a failed check. */
  | { readonly by: 'verify'; readonly fails: readonly string[] }
  /** The exit code is 1: files below the output folder are in that state. */
  | { readonly by: 'check'; readonly files: Readonly<Record<string, FileState>> };

type FileState = 'stale' | 'edited' | 'missing' | 'unknown';

/** One row of the table. */
export type Trick = {
  /** What the insider does, in a sentence. */
  readonly name: string;
  /** What is so before the trick, other than in the folder `base`. */
  readonly before?: readonly Edit[];
  /** The trick in the sources. The outputs are generated from them, as an insider would. */
  readonly change?: readonly Edit[];
  /** A change of the sources that the outputs alone are generated from, with the manifest of the honest ones. */
  readonly generatedFrom?: readonly Edit[];
  /** The trick in the outputs, which are edited after they were generated. */
  readonly outputs?: readonly Edit[];
  /** Is the manifest of each site forged, so that it agrees with the edited outputs? */
  readonly isForged?: boolean;
  readonly caught: readonly Caught[];
};
