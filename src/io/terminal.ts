import { visible } from '../characters.ts';
import { isSystemError, reasonOf } from './fault.ts';
import { hasProgress, ProgressLine } from './progress.ts';

export type StreamName = 'stdout' | 'stderr';

const isWatched = hasProgress(process.stderr.isTTY === true, process.env);
// The only use of the clock: no output depends on it.
const progress = new ProgressLine(isWatched ? process.stderr : undefined, () => performance.now());

/** Returns the items one by one, and shows the progress on a terminal: `Rendering sites: 312 of 10,000`. */
export function* counted<Item>(items: readonly Item[], phase: string): Generator<Item, void> {
  try {
    for (const [index, item] of items.entries()) {
      progress.show(phase, index + 1, items.length);
      yield item;
    }
  } finally {
    progress.erase();
  }
}

/** Prints a result to standard output, for pipes and files. */
export function printResult(text: string): void {
  progress.erase();
  process.stdout.write(text);
}

/** Prints everything else to standard error. */
export function printMessage(text: string): void {
  progress.erase();
  process.stderr.write(text);
}

/** What decides about the colors of a stream, in addition to the command line. */
export function terminalOf(stream: StreamName): {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
} {
  const output = process[stream];
  // Node knows the terminals without colors, such as TERM=dumb. Only a terminal has the method.
  return { environment: process.env, isTerminal: output.isTTY === true && output.hasColors() };
}

/** The width of the terminal that standard output is; undefined for files and pipes. */
export function terminalWidth(): number | undefined {
  // A terminal that does not know its width says 0.
  return process.stdout.isTTY === true && process.stdout.columns > 0
    ? process.stdout.columns
    : undefined;
}

/**
 * A reader that closes the pipe early, as `head` does, is not an error. For any other error of a stream, such as a full
 * disk, the process exits with `code`, and says so once on standard error.
 */
export function watchStreams(code: number): void {
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      if (name === 'stdout' && process.exitCode !== code) printMessage(unwritable(error));
      process.exitCode = code;
    });
  }
}

function unwritable(error: NodeJS.ErrnoException): string {
  const reason = isSystemError(error) ? reasonOf(error) : error.message;
  return `portolan: cannot write to standard output: ${visible(reason)}\n`;
}
