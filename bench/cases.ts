/** The text of each file of a case, by its path; `spec.yaml` is the spec. */
export type Files = ReadonlyMap<string, string>;

/** A command that a case measures: on `spec.yaml` alone, or after what it needs was made (verify, check, diff). */
export type CommandName = 'validate' | 'generate' | 'check' | 'verify' | 'lint' | 'diff';
