import { spawnSync } from 'node:child_process';
import { type NamedTest, needs } from './needs.ts';

/** The output and the exit code of a program. */
export type Run = {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** Runs a program with this text on standard input and returns its output. */
export function run(
  command: string,
  args: readonly string[],
  input = '',
  env: NodeJS.ProcessEnv = process.env,
): Run {
  // Programs for administrators are not in every user's PATH.
  const path = `${env['PATH'] ?? ''}:/usr/sbin:/sbin`;
  const { status, stdout, stderr } = spawnSync(command, args, {
    input,
    env: { ...env, PATH: path },
    encoding: 'utf8',
    timeout: 110_000,
  });
  return { status, stdout, stderr };
}

/** Whether the program can be run. */
function hasProgram(program: string): boolean {
  return run('sh', ['-c', 'command -v "$0"', program]).status === 0;
}

/** Whether this process may create network namespaces with their own packet filter, as root can. */
function hasNamespaces(): boolean {
  return run('unshare', ['-n', 'true']).status === 0;
}

/**
 * `needsProgram('shellcheck')('the name of the test', () => ...)`: a test that runs real programs. If one is missing,
 * the test is skipped with the reason in its name. With CI=true it fails.
 */
export function needsProgram(...programs: readonly string[]): NamedTest {
  return needs(programs.filter((program) => !hasProgram(program)));
}

/** The same for a test that also needs a network namespace of its own. */
export function needsNamespace(...programs: readonly string[]): NamedTest {
  return needs(missingForNamespace(...programs));
}

/** What this machine lacks for a network namespace with these programs. */
export function missingForNamespace(...programs: readonly string[]): string[] {
  const missing = programs.filter((program) => !hasProgram(program));
  return hasNamespaces() ? missing : [...missing, 'a network namespace (unshare -n as root)'];
}
