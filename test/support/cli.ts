import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const bundle = join(import.meta.dirname, '../../dist/cli.js');

/** What a user sees of one run. */
export type Run = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** Variables of the tester's own that would change what is printed. */
const unset = { NO_COLOR: undefined, FORCE_COLOR: undefined, NODE_EXTRA_CA_CERTS: undefined };

/** Answers of many hosts are longer than the 1 MiB that node keeps without this. */
const maxBuffer = 64 * 1024 * 1024;

/** Runs the bundle, as users do, in a folder. */
export function portolan(
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Run {
  const { status, stdout, stderr }: SpawnSyncReturns<string> = spawnSync(
    process.execPath,
    [bundle, ...words],
    { cwd: folder, encoding: 'utf8', maxBuffer, env: { ...process.env, ...unset, ...environment } },
  );
  return { code: status, stdout, stderr };
}

/** The same through a shell, for pipes; `$portolan` is the command. */
export function shell(folder: string, script: string): Run {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...unset, portolan: `${process.execPath} ${bundle}` },
  });
  return { code: status, stdout, stderr };
}
