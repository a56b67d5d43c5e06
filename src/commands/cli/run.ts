import { visible } from '../../characters.ts';
import { type ExitCode, exitCode, InvalidSpec, UserError } from '../../errors.ts';
import { standardInput } from '../../io/input.ts';
import { printResult } from '../../io/terminal.ts';
import { watch } from '../shared/options.ts';
import { givenOf, type Reading } from './given.ts';
import { withStandardInput } from './standard-input.ts';
import type { Context, Verb } from './verb.ts';

/** Prints an error, and returns its exit code. */
export type ReportError = (error: unknown) => Promise<ExitCode>;

type GivenWords = Readonly<Record<string, unknown>>;

/** Runs a command, once for each of its specs if it handles them one by one; with `--watch`, again after changes. */
export async function runVerb(
  { verb, parsed }: Reading,
  context: Context,
  report: ReportError = thrown,
): Promise<ExitCode> {
  const given = givenOf(verb, parsed);
  if (given[watch.name] !== true) return runEach(verb, given, context, report);
  const { runWatched } = await import('./watch.ts');
  return runWatched(given, () => runEach(verb, given, context, report).catch(report));
}

async function runEach(
  verb: Verb,
  given: GivenWords,
  context: Context,
  report: ReportError,
): Promise<ExitCode> {
  if (verb.argument?.repeats !== 'one-by-one') return runOnce(verb, given, context);
  const [spec = '', ...others] = new Set([given['spec']].flat().map(String));
  if (others.length === 0) return runOnce(verb, { ...given, spec }, context);
  const specs = [spec, ...others];
  requireSeparable(verb, specs, given['format']);
  const isNamed = given['quiet'] !== true && given['format'] === 'text';
  const reportOnce = withoutRepeats(report);
  const codes: ExitCode[] = [];
  for (const each of specs) {
    if (isNamed) printResult(`${each === spec ? '' : '\n'}==> ${visible(each)} <==\n`);
    const run = runOnce(verb, { ...given, spec: each }, context);
    codes.push(await run.catch(reportOnce));
  }
  return mostSevere(codes);
}

function thrown(error: unknown): Promise<ExitCode> {
  return Promise.reject(error);
}

/** Reports a mistake in an option, which is the same for every spec, once. */
function withoutRepeats(report: ReportError): ReportError {
  const reported = new Set<string>();
  return async (error) => {
    if (!(error instanceof UserError)) return report(error);
    if (reported.has(error.message)) return error.code;
    reported.add(error.message);
    return report(error);
  };
}

/** The most severe first: an answer that is missing, an invalid spec, then what was found. */
const severe = [
  exitCode.couldNotRun,
  exitCode.invalidSpec,
  exitCode.needsApproval,
  exitCode.no,
] as const;

function mostSevere(codes: readonly ExitCode[]): ExitCode {
  return severe.find((code) => codes.includes(code)) ?? exitCode.yes;
}

/** Formats whose reports can follow each other. */
const separable: readonly unknown[] = [undefined, 'text', 'github'];

function requireSeparable(verb: Verb, specs: readonly string[], format: unknown): void {
  if (specs.includes(standardInput))
    throw new UserError('"-" cannot be used beside other specs', 'run a command for each of them');
  if (separable.includes(format)) return;
  throw new UserError(
    `--format ${format} reports one spec, found ${specs.length}`,
    `use --format text or github, or run ${verb.name} for each spec`,
  );
}

/** Runs a command. The problems of an invalid spec are printed in the requested format, for every command. */
async function runOnce(verb: Verb, words: GivenWords, context: Context): Promise<ExitCode> {
  const given = withStandardInput(verb, words);
  try {
    return await verb.run(given, context);
  } catch (error) {
    if (!(error instanceof InvalidSpec)) throw error;
    const { answerInvalid } = await import('./invalid-spec.ts');
    return answerInvalid(error, {
      command: verb.name,
      format: given['format'],
      spec: specOf(given),
    });
  }
}

/** The spec that a command reports about: the new one of two. */
function specOf(given: GivenWords): string {
  return String(given['new'] ?? given['spec'] ?? given['into']);
}
