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

/** A reader that has seen enough, as `head` does, is no error of ours. Any other error of the stream is. */
export function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
