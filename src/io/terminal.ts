import { visible } from '../characters.ts';
import { isSystemError, reasonOf } from './fault.ts';

export type StreamName = 'stdout' | 'stderr';

/** Results go to standard output, for pipes and files. */
export function printResult(text: string): void {
  process.stdout.write(text);
}

/** Everything else that is said goes to standard error. */
export function printMessage(text: string): void {
  process.stderr.write(text);
}

/** What decides about a stream's colours besides the command line. */
export function terminalOf(stream: StreamName): {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
} {
  return { environment: process.env, isTerminal: process[stream].isTTY === true };
}

/**
 * A reader that has seen enough, as `head` does, is no error of ours. Any other error of a stream is, a full disk for
 * one: the process exits with `code`, and says so once where that can still be read.
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
