import type { Problem } from './problem.ts';

/** Exit codes are an interface: scripts depend on them. */
export const exitCode = {
  yes: 0,
  no: 1,
  couldNotRun: 2,
  invalidSpec: 3,
  needsApproval: 4,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** A mistake of the user or a fault of the machine, explained in one line; printed without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: ExitCode;
  readonly help: string;

  constructor(message: string, help = '', code: ExitCode = exitCode.couldNotRun) {
    super(message);
    this.help = help;
    this.code = code;
  }
}

/** The spec is invalid: its problems, and the sources that their code frames quote. */
export class InvalidSpec extends Error {
  override readonly name = 'InvalidSpec';
  readonly problems: readonly Problem[];
  readonly sources: ReadonlyMap<string, string>;

  constructor(problems: readonly Problem[], sources: ReadonlyMap<string, string>) {
    super(`${problems.length} problems in the spec`);
    this.problems = problems;
    this.sources = sources;
  }
}
