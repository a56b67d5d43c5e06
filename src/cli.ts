import { visible } from './characters.ts';
import { type ExitCode, exitCode, InvalidSpec, UserError } from './errors.ts';
import { printMessage, printResult, terminalOf, watchStreams } from './io/terminal.ts';
import { requireUtf8Names, requireWorkingFolder } from './io/working-folder.ts';
import type { Paint } from './report/page/paint.ts';

type Words = readonly string[];

watchStreams(exitCode.couldNotRun);
const code = await main(process.argv.slice(2));
// Not process.exit(): what is still on its way into a pipe would be lost. A stream that broke has set the code already.
process.exitCode ??= code;

async function main(words: Words): Promise<ExitCode> {
  try {
    // The option parser alone takes longer to load than all that a version needs.
    if (words.length === 1 && words[0] === '--version') return sayVersion();
    return await runVerb(words);
  } catch (error) {
    return await report(error, words);
  }
}

function sayVersion(): ExitCode {
  printResult(`${PORTOLAN_VERSION}\n`);
  return exitCode.yes;
}

async function runVerb(words: Words): Promise<ExitCode> {
  requireWorkingFolder();
  const { parse } = await import('./commands/cli/parser.ts');
  const run = await parse(words, PORTOLAN_VERSION, await paintOf('stdout', words));
  if (run === undefined) return exitCode.yes;
  if (typeof run === 'function') {
    requireUtf8Names(words);
    return await run();
  }
  // The help is an error when nothing else was asked for.
  printMessage(`${run.help}\n`);
  return exitCode.couldNotRun;
}

/** Tells what went wrong, and gives the exit code. A bug keeps its stack. */
async function report(error: unknown, words: Words): Promise<ExitCode> {
  if (error instanceof InvalidSpec) {
    const { problemsText } = await import('./report/problems/text.ts');
    printMessage(problemsText(error.problems, error.sources, await paintOf('stderr', words)));
    return exitCode.invalidSpec;
  }
  if (!(error instanceof UserError)) {
    printMessage(`portolan: this is a bug of the tool's\n${stackOf(error)}\n`);
    return exitCode.couldNotRun;
  }
  const help = error.help === '' ? '' : `  help: ${visible(error.help)}\n`;
  printMessage(`portolan: ${visible(error.message)}\n${help}`);
  return error.code;
}

async function paintOf(stream: 'stdout' | 'stderr', words: Words): Promise<Paint> {
  const { paintFor } = await import('./report/page/paint.ts');
  const wanted = words.includes('--color') ? true : undefined;
  return paintFor({ flag: words.includes('--no-color') ? false : wanted, ...terminalOf(stream) });
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
