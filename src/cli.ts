import { visible } from './characters.ts';
import { type ExitCode, exitCode, InvalidSpec, UserError } from './errors.ts';
import {
  printMessage,
  printResult,
  terminalOf,
  terminalWidth,
  watchStreams,
} from './io/terminal.ts';
import { requireUtf8Names, requireWorkingFolder } from './io/working-folder.ts';
import type { Paint } from './report/page/paint.ts';
import type { Load } from './scripts.ts';

type Words = readonly string[];

/** Runs one command line, and sets the exit code of the process. `load` loads another script of the bundle. */
export async function start(words: Words, load: Load): Promise<void> {
  watchStreams(exitCode.couldNotRun);
  const code = await main(words, load);
  // Not process.exit(), which would lose output that a pipe has not read yet. A broken stream has already set the code.
  process.exitCode ??= code;
}

/** The exit code; undefined if another script has set it. */
async function main(words: Words, load: Load): Promise<ExitCode | undefined> {
  try {
    return await runVerb(words, load);
  } catch (error) {
    return await report(error, words);
  }
}

async function runVerb(words: Words, load: Load): Promise<ExitCode | undefined> {
  requireWorkingFolder();
  await wrapForTerminal();
  const { parse } = await import('./commands/cli/parser.ts');
  const run = await parse(words, PORTOLAN_VERSION, await paintOf('stdout', words));
  if (typeof run === 'function') {
    requireUtf8Names(words);
    return await run((error) => report(error, words));
  }
  if ('script' in run) {
    await load(run.script)(words, load);
    return undefined;
  }
  if (run.isAsked) printResult(run.text);
  else printMessage(run.text);
  return run.isAsked ? exitCode.yes : exitCode.couldNotRun;
}

/** Prints an error and returns its exit code. A bug is printed with its stack. */
async function report(error: unknown, words: Words): Promise<ExitCode> {
  if (error instanceof InvalidSpec) {
    const { problemsText } = await import('./report/problems/text.ts');
    printMessage(problemsText(error.problems, error.sources, await paintOf('stderr', words)));
    return exitCode.invalidSpec;
  }
  if (!(error instanceof UserError)) {
    printMessage(`portolan: internal error: please report these lines\n${stackOf(error)}\n`);
    return exitCode.couldNotRun;
  }
  const help = error.help === '' ? '' : `  help: ${visible(error.help)}\n`;
  printMessage(`portolan: ${visible(error.message)}\n${help}`);
  return error.code;
}

async function wrapForTerminal(): Promise<void> {
  const width = terminalWidth();
  if (width === undefined) return;
  const { fitTerminal } = await import('./report/page/wrap.ts');
  fitTerminal(width);
}

async function paintOf(stream: 'stdout' | 'stderr', words: Words): Promise<Paint> {
  const { paintFor } = await import('./report/page/paint.ts');
  const wanted = words.includes('--color') ? true : undefined;
  return paintFor({ flag: words.includes('--no-color') ? false : wanted, ...terminalOf(stream) });
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
