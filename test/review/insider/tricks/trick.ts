// What a trick is: a change that somebody proposes, and what must catch it.

/** One edit: in this file, of the base or generated, this text becomes that. Null removes the file. */
export type Edit =
  | { readonly file: string; readonly from: string; readonly to: string }
  | { readonly file: string; readonly text: string | null };

/** Which command catches the trick, and by what. */
export type Caught =
  /** diff shows that access is gained: each text stands in the destination, port or client of a gain. */
  | { readonly by: 'diff'; readonly gains: readonly string[] }
  /** diff raises these findings of what is new, which no exception of the head accepts. */
  | { readonly by: 'diff'; readonly findings: readonly string[] }
  /** diff exits with 4, and each text stands in what needs the approval. */
  | { readonly by: 'diff'; readonly approval: readonly string[] }
  /** lint raises these findings. */
  | { readonly by: 'lint'; readonly findings: readonly string[] }
  /** validate refuses, with each text in a problem. */
  | { readonly by: 'validate'; readonly problems: readonly string[] }
  /** verify exits with 1 and says each text. */
  | { readonly by: 'verify'; readonly says: readonly string[] }
  /** check exits with 1: these files are in that state. */
  | {
      readonly by: 'check';
      readonly files: Readonly<Record<string, 'stale' | 'edited' | 'missing' | 'unknown'>>;
    };

/** One row of the table. */
export interface Trick {
  /** What the insider does, in a sentence. */
  readonly name: string;
  /** Changes that base and head share, before the trick. */
  readonly before?: readonly Edit[];
  /** The trick in the sources: the outputs are generated from them, as an insider would. */
  readonly change?: readonly Edit[];
  /** The trick in the outputs, after they were generated. */
  readonly outputs?: readonly Edit[];
  /** Whether the manifest is forged to agree with the edited outputs. */
  readonly forged?: boolean;
  readonly caught: readonly Caught[];
}
