import { exitCode } from './errors.ts';
import { printResult, watchStreams } from './io/terminal.ts';

/** Prints the version if a command line asks only for that, which needs no other module. Returns whether it does. */
export function printsVersion(words: readonly string[]): boolean {
  if (words.length !== 1 || words[0] !== '--version') return false;
  watchStreams(exitCode.couldNotRun);
  printResult(`${PORTOLAN_VERSION}\n`);
  process.exitCode ??= exitCode.yes;
  return true;
}
