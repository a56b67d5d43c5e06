import { type ExitCode, exitCode, type InvalidSpec } from '../../errors.ts';
import { printResult } from '../../io/terminal.ts';
import { problemsFormats } from '../../report/problems/index.ts';

/** What was asked, in which format, of which spec. */
export type Asked = {
  readonly command: string;
  readonly format: unknown;
  readonly spec: string;
};

/**
 * Answers a command whose spec is not valid with the problems, in the format that was asked for: exit 3. Throws the
 * error again where people read the answer: they read the problems as a message.
 */
export async function answerInvalid(
  error: InvalidSpec,
  { command, format, spec }: Asked,
): Promise<ExitCode> {
  const [, load] = Object.entries(problemsFormats).find(([name]) => name === format) ?? [];
  if (load === undefined) throw error;
  const print = await load();
  printResult(print({ problems: error.problems, command, spec, version: PORTOLAN_VERSION }));
  return exitCode.invalidSpec;
}
