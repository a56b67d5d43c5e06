import { visible } from '../characters.ts';
import { isSystemError, reasonOf } from './fault.ts';

export type StreamName = 'stdout' | 'stderr';

/** Prints a result to standard output, for pipes and files. */
export function printResult(text: string): void {
  process.stdout.write(text);
}

/** Prints everything else to standard error. */
export function printMessage(text: string): void {
  process.stderr.write(text);
}

/** What decides about the colors of a stream, in addition to the command line. */
export function terminalOf(stream: StreamName): {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
} {
  return { environment: process.env, isTerminal: process[stream].isTTY === true };
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
