import { visible } from '../characters.ts';
import { isSystemError, reasonOf } from './fault.ts';
import { hearErrors, isTerminal, type StreamName, streamOf, write } from './output.ts';
import { hasProgress, ProgressLine } from './progress.ts';

const isWatched = hasProgress(isTerminal('stderr'), process.env);
const screen = isWatched ? streamOf('stderr') : undefined;
// The only use of the clock: no output depends on it.
const progress = new ProgressLine(screen, () => performance.now());

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
  write('stdout', text);
}

/** Prints everything else to standard error. */
export function printMessage(text: string): void {
  progress.erase();
  write('stderr', text);
}

/** What decides about the colors of a stream, in addition to the command line. */
export function terminalOf(stream: StreamName): {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
} {
  // Node knows the terminals without colors, such as TERM=dumb.
  const hasColors = isTerminal(stream) && streamOf(stream).hasColors();
  return { environment: process.env, isTerminal: hasColors };
}

/** The width of the terminal that standard output is; undefined for files and pipes. */
export function terminalWidth(): number | undefined {
  if (!isTerminal('stdout')) return undefined;
  const { columns } = streamOf('stdout');
  // A terminal that does not know its width says 0.
  return columns > 0 ? columns : undefined;
}

/**
 * A reader that closes the pipe early, as `head` does, is not an error. For any other error of a stream, such as a full
 * disk, the process exits with `code`, and says so once on standard error.
 */
export function watchStreams(code: number): void {
  hearErrors((name, error) => {
    if (error.code === 'EPIPE') return;
    if (name === 'stdout' && process.exitCode !== code) printMessage(unwritable(error));
    process.exitCode = code;
  });
}

function unwritable(error: NodeJS.ErrnoException): string {
  const reason = isSystemError(error) ? reasonOf(error) : error.message;
  return `portolan: cannot write to standard output: ${visible(reason)}\n`;
}
