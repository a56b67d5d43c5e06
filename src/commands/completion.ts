import { type ExitCode, exitCode } from '../errors.ts';
import { printResult } from '../io/terminal.ts';
import { targetNames } from '../render/target-names.ts';
import { bashScript } from './cli/completion/bash.ts';
import { fishScript } from './cli/completion/fish.ts';
import { zshScript } from './cli/completion/zsh.ts';
import type { Vocabulary } from './cli/usage.ts';

const scripts = { bash: bashScript, fish: fishScript, zsh: zshScript };

/** Prints a script that completes verbs, options and values. It is complete in itself: no key press starts portolan. */
export function completion(shell: keyof typeof scripts, known: Vocabulary): ExitCode {
  printResult(scripts[shell]({ ...known, targets: targetNames }));
  return exitCode.yes;
}
