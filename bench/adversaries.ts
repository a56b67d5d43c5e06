import type { CommandName, Files } from './cases.ts';

/** A kind of spec on which a naive algorithm is slow. When its size doubles, a command may take about twice as long. */
export type Adversary = {
  readonly name: string;
  readonly commands: readonly CommandName[];
  /** A size at which a quadratic algorithm is noticeable. The bench also measures twice this size. */
  readonly size: number;
  /** The exit code of the commands: 0, or 3 if the spec is refused. */
  readonly exit: 0 | 3;
  readonly files: (size: number) => Files;
};

export const adversaries: readonly Adversary[] = [];
