import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { type ExitCode, exitCode } from '../../errors.ts';
import { printMessage } from '../../io/terminal.ts';
import { topOfWorkTree } from '../../io/work-tree.ts';

/** Formats whose readers look for files from the top of the repository, wherever the tool was started. */
const fromTop: readonly string[] = ['github', 'markdown', 'sarif'];

/**
 * What a report calls a file: as the user named it, or by its path from the top of the work tree where GitHub looks for
 * it. `spec` tells which work tree that is; outside of it, a file keeps its name.
 */
export function nameIn(format: string, spec: string, file = spec): string {
  return fromTop.includes(format) ? nameFromTop(spec, file) : file;
}

/** A file by its path from the top of the work tree that the spec is in; by its name where it is in none. */
export function nameFromTop(spec: string, file: string): string {
  const top = topOfWorkTree(dirname(spec));
  if (top === undefined) return file;
  const path = relative(top, resolve(file));
  return isAbsolute(path) || path.split(sep)[0] === '..' ? file : path.split(sep).join('/');
}

/**
 * The exit code of an answer in a format. The step that uploads a SARIF log must run whatever is found: its exit code is
 * 0, and a message says so where it would be another.
 */
export function codeIn(format: string, code: ExitCode): ExitCode {
  if (format !== 'sarif') return code;
  if (code !== exitCode.yes)
    printMessage(
      'note: with --format sarif the exit code is 0, whatever is found: code scanning judges\n',
    );
  return exitCode.yes;
}
