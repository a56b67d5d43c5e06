import { spawnSync } from 'node:child_process';
import { bundle, type Run, unset } from './cli.ts';

/** Runs a bash script in a directory, for example for pipes; `$portolan` is the command. */
export function shell(folder: string, script: string): Run {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...unset, portolan: `${process.execPath} ${bundle}` },
  });
  return { code: status, stdout, stderr };
}
