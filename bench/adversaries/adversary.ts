import type { CommandName, Files } from '../cases.ts';

/** A kind of spec on which a naive algorithm is slow. When its size doubles, a command may take about twice as long. */
export type Adversary = {
  readonly name: string;
  readonly commands: readonly CommandName[];
  /** A size at which a quadratic algorithm is noticeable. The bench also measures twice this size. */
  readonly size: number;
  /** The exit code of `validate` and `generate`: 0, or 3 if the spec is refused. */
  readonly exit: 0 | 3;
  /** Texts by path; the spec is `spec.yaml`. */
  readonly files: (size: number) => Files;
};

/** The commands that read a spec alone. */
export const reading = ['validate', 'generate'] as const;
/** All commands that are measured. */
export const all = ['validate', 'generate', 'check', 'verify', 'lint', 'diff'] as const;
