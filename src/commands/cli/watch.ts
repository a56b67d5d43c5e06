import { visible } from '../../characters.ts';
import { type ExitCode, exitCode, UserError } from '../../errors.ts';
import { standardInput } from '../../io/input.ts';
import { printMessage } from '../../io/terminal.ts';
import { repeatOnChange } from '../../io/watch.ts';

type GivenWords = Readonly<Record<string, unknown>>;

/**
 * Runs a command, which prints its own errors, and again after each change of a file that it read, until Ctrl-C. An
 * invalid spec does not end it. A first run that fails otherwise, for example because of a mistyped option, does.
 */
export async function runWatched(
  given: GivenWords,
  run: () => Promise<ExitCode>,
): Promise<ExitCode> {
  requireWatchable(given);
  const isQuiet = given['quiet'] === true;
  let code: ExitCode = exitCode.yes;
  const isStopped = await repeatOnChange({
    async work(changed) {
      if (!isQuiet && changed.length > 0) printMessage(changedText(changed));
      code = await run();
      return changed.length > 0 || code !== exitCode.couldNotRun;
    },
    waiting(files) {
      if (!isQuiet) printMessage(`watching ${files} ${files === 1 ? 'file' : 'files'}\n`);
    },
  });
  return isStopped ? exitCode.yes : code;
}

function changedText(files: readonly string[]): string {
  return `\nchanged: ${files.map(visible).join(', ')}\n`;
}

/** Options that make a run which is not worth repeating, or which changes the files that are watched. */
const single = { 'dry-run': 'dryRun', fix: 'fix', stdout: 'stdout' } as const;

function requireWatchable(given: GivenWords): void {
  if ([given['spec']].flat().includes(standardInput))
    throw new UserError('--watch cannot watch standard input', 'pass a file');
  const [other] = Object.entries(single).find(([, name]) => given[name] === true) ?? [];
  if (other !== undefined)
    throw new UserError(`--watch and --${other} cannot be used together`, `remove --${other}`);
  const { format = 'text' } = given;
  if (format !== 'text')
    throw new UserError(`--watch reports as text, not as ${format}`, 'remove --format or --watch');
}
