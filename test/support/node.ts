import {
  type ChildProcessByStdio,
  type SpawnSyncReturns,
  spawn,
  spawnSync,
} from 'node:child_process';
import type { Readable } from 'node:stream';

// The only module through which a suite of the unit run may start a program: the node that runs the suite.

export type NodeRun = {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Time limit in milliseconds; default none. */
  readonly timeout?: number;
};

/** Reports about many hosts are longer than node's default of 1 MiB. */
const maxBuffer = 64 * 1024 * 1024;

/** Runs node with these arguments and waits. Returns its exit code (null after a signal) and its output. */
export function runNode(words: readonly string[], options: NodeRun = {}): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, words, {
    ...withEnvironment(options),
    maxBuffer,
    encoding: 'utf8',
  });
}

/** Starts node with these arguments. Its standard output is a pipe; it shares standard error with this process. */
export function startNode(words: readonly string[], options: NodeRun = {}): StartedNode {
  return spawn(process.execPath, words, {
    ...withEnvironment(options),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** A running node process, with a pipe of its output. */
export type StartedNode = ChildProcessByStdio<null, Readable, null>;

/** Removes extra certificates, which node would read slowly at every start. */
function withEnvironment({ env = process.env, ...options }: NodeRun): NodeRun {
  return { ...options, env: { ...env, NODE_EXTRA_CA_CERTS: undefined } };
}
