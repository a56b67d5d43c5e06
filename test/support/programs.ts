import { spawnSync } from 'node:child_process';
import { type NamedTest, needs } from './needs.ts';

/** What a program said and how it ended. */
export type Run = {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** Runs a program with this text on its standard input, and gives back what it said. */
export function run(
  command: string,
  args: readonly string[],
  input = '',
  env: NodeJS.ProcessEnv = process.env,
): Run {
  // The administrator's programs are not on every user's path.
  const path = `${env['PATH'] ?? ''}:/usr/sbin:/sbin`;
  const { status, stdout, stderr } = spawnSync(command, args, {
    input,
    env: { ...env, PATH: path },
    encoding: 'utf8',
    timeout: 110_000,
  });
  return { status, stdout, stderr };
}

/** Can the program be run? */
function hasProgram(program: string): boolean {
  return run('sh', ['-c', 'command -v "$0"', program]).status === 0;
}

/** May this process make network namespaces with their own packet filter, as root may? */
function hasNamespaces(): boolean {
  return run('unshare', ['-n', 'true']).status === 0;
}

/**
 * `needsProgram('shellcheck')('the name of the test', () => ...)`: a test that runs real programs. Where one is
 * missing the test is named and skipped; with CI=true it fails, so that it cannot be forgotten.
 */
export function needsProgram(...programs: readonly string[]): NamedTest {
  return needs(programs.filter((program) => !hasProgram(program)));
}

/** The same, for a test that also needs a network namespace of its own. */
export function needsNamespace(...programs: readonly string[]): NamedTest {
  return needs(missingForNamespace(...programs));
}

/** What this machine has not of a network namespace with these programs. */
export function missingForNamespace(...programs: readonly string[]): string[] {
  const missing = programs.filter((program) => !hasProgram(program));
  return hasNamespaces() ? missing : [...missing, 'a network namespace (unshare -n as root)'];
}
