import { exitCode } from './errors.ts';
import { printResult, watchStreams } from './io/terminal.ts';

/** Prints the version if a command line asks only for that, which needs no other module. Returns whether it does. */
export function printsVersion(words: readonly string[]): boolean {
  const [word = '', ...others] = words;
  if (others.length > 0 || !['--version', '-v'].includes(word)) return false;
  watchStreams(exitCode.couldNotRun);
  printResult(`${PORTOLAN_VERSION}\n`);
  process.exitCode ??= exitCode.yes;
  return true;
}
