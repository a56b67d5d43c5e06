import { type ExitCode, exitCode, type InvalidSpec } from '../../errors.ts';
import { printResult } from '../../io/terminal.ts';
import { linksFrom } from '../../report/page/links.ts';
import { problemsFormats } from '../../report/problems/index.ts';
import { nameIn } from '../shared/format.ts';

/** The command that ran, its format and its spec. */
export type Asked = {
  readonly command: string;
  readonly format: unknown;
  readonly spec: string;
};

/**
 * Prints the problems of an invalid spec in the requested format, and returns exit code 3. Throws the error again for a
 * format that people read: then the caller prints the problems as a message.
 */
export async function answerInvalid(
  error: InvalidSpec,
  { command, format, spec }: Asked,
): Promise<ExitCode> {
  const [, load] = Object.entries(problemsFormats).find(([name]) => name === format) ?? [];
  if (load === undefined) throw error;
  const print = await load();
  const name = nameIn(String(format), spec);
  const { problems } = error;
  const links = linksFrom(process.env);
  printResult(print({ problems, command, spec: name, version: PORTOLAN_VERSION, links }));
  return exitCode.invalidSpec;
}
