import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { type ExitCode, exitCode } from '../../errors.ts';
import { printMessage } from '../../io/terminal.ts';
import { topOfWorkTree } from '../../io/work-tree.ts';

/** Formats whose readers expect paths from the top of the repository, in whichever directory Portolan runs. */
const fromTop: readonly string[] = ['github', 'gitlab', 'html', 'junit', 'markdown', 'sarif'];

/**
 * The name of a file in a report: as the user named it, or, for GitHub, GitLab and a page, its path from the top of the
 * working tree that contains `spec`. A file outside of that working tree keeps its name.
 */
export function nameIn(format: string, spec: string, file = spec): string {
  return fromTop.includes(format) ? nameFromTop(spec, file) : file;
}

/** The path of a file from the top of the working tree that contains the spec; its name where there is none. */
export function nameFromTop(spec: string, file: string): string {
  const top = topOfWorkTree(dirname(spec));
  if (top === undefined) return file;
  const path = relative(top, resolve(file));
  return isAbsolute(path) || path.split(sep)[0] === '..' ? file : path.split(sep).join('/');
}

/**
 * The exit code of a report in a format. For SARIF it is always 0, so that the next step of a workflow uploads the log;
 * a message says so where another format would exit with another code.
 */
export function codeIn(format: string, code: ExitCode): ExitCode {
  if (format !== 'sarif') return code;
  if (code !== exitCode.yes)
    printMessage(
      `note: exit code 0 instead of ${code}, because --format sarif leaves the verdict to code scanning\n`,
    );
  return exitCode.yes;
}

/** Is the report left out? With --quiet, a report for people that has no problem is. */
export function isSilent(
  { quiet, format = 'text' }: { readonly quiet: boolean; readonly format?: string },
  code: ExitCode,
): boolean {
  return quiet && format === 'text' && code === exitCode.yes;
}
