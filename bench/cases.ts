/** The text of each file of a case, by its path; `spec.yaml` is the spec. */
export type Files = ReadonlyMap<string, string>;

/** A command that a case measures: on `spec.yaml` alone, or after what it needs was made (verify, check, diff). */
export type CommandName = 'validate' | 'generate' | 'check' | 'verify' | 'lint' | 'diff';

/** A spec that grows, and the commands whose cost must grow with it: a doubling takes at most 2.2 times as much. */
export type GrowingCase = {
  /** What is many, without a number: "one host with many paths". */
  readonly what: string;
  /** Sizes, each twice the one before it. */
  readonly sizes: readonly [number, ...number[]];
  /** The same size makes the same files, byte for byte. */
  readonly files: (size: number) => Files;
  readonly commands: readonly CommandName[];
  /** The expected exit code: 0 if omitted. A case that is rejected with a message has 3. */
  readonly exitCode?: number;
};
