/** One edit of a file: it replaces a text in the file, or the whole file. Null removes the file. */
export type Edit =
  | { readonly file: string; readonly from: string; readonly to: string }
  | { readonly file: string; readonly text: string | null };

/** The command that catches a trick, and the texts of its answer. */
export type Caught =
  /** Access is added. Each text is in the line of an addition, `KIND destination ports for clients by outputs`. */
  | { readonly by: 'diff' | 'diff --outputs'; readonly gains: readonly string[] }
  /** These rules have new findings that no exception accepts. */
  | { readonly by: 'diff'; readonly findings: readonly string[] }
  /** The exit code is 4. Each text is in an item that needs approval. */
  | { readonly by: 'diff' | 'diff --outputs'; readonly approval: readonly string[] }
  /** Only wording changes. Each text is in the subject of the changed wording. */
  | { readonly by: 'diff'; readonly wording: readonly string[] }
  /** Access is removed. Each text is in an entry that still allows it. */
  | { readonly by: 'diff'; readonly keptOpen: readonly string[] }
  /** These rules have new findings that no exception accepts. */
  | { readonly by: 'lint'; readonly findings: readonly string[] }
  /** The spec or its exceptions are invalid. Each text is in a problem. */
  | { readonly by: 'validate' | 'diff'; readonly problems: readonly string[] }
  /** The exit code is 1. Each text is in a failed check. */
  | { readonly by: 'verify'; readonly fails: readonly string[] }
  /** The exit code is 1. Files in the output directory have that state. */
  | { readonly by: 'check'; readonly files: Readonly<Record<string, FileState>> };

type FileState = 'stale' | 'edited' | 'missing' | 'unknown';

/** One trick of the table. */
export type Trick = {
  /** The action of the insider, as a sentence. */
  readonly name: string;
  /** Edits of the directory `base` before the trick. */
  readonly before?: readonly Edit[];
  /** The trick in the sources. The outputs are generated from them, as an insider would. */
  readonly change?: readonly Edit[];
  /** A change of the sources for the outputs only, with the manifest of the honest sources. */
  readonly generatedFrom?: readonly Edit[];
  /** The trick in the outputs, as edits after they were generated. */
  readonly outputs?: readonly Edit[];
  /** True if the manifest of each site is forged to match the edited outputs. */
  readonly isForged?: boolean;
  readonly caught: readonly Caught[];
};
