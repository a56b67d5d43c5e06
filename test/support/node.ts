import {
  type ChildProcessByStdio,
  type SpawnSyncReturns,
  spawn,
  spawnSync,
} from 'node:child_process';
import type { Readable } from 'node:stream';

// The one place where a suite of the unit gear may start a program, and the one program: the node that runs it.

export type NodeRun = {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds after which it is killed; none without this. */
  readonly timeout?: number;
};

/** Answers of many hosts are longer than the 1 MiB that node keeps without this. */
const maxBuffer = 64 * 1024 * 1024;

/** Runs node with these words and waits: its exit code (null after a signal) and what it said. */
export function runNode(words: readonly string[], options: NodeRun = {}): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, words, {
    ...withEnvironment(options),
    maxBuffer,
    encoding: 'utf8',
  });
}

/** Starts node with these words; its standard output is a pipe, its errors are this process's. */
export function startNode(words: readonly string[], options: NodeRun = {}): StartedNode {
  return spawn(process.execPath, words, {
    ...withEnvironment(options),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** A node that runs, and the pipe of what it says. */
export type StartedNode = ChildProcessByStdio<null, Readable, null>;

/** Certificates from the environment are slow to read at every start. */
function withEnvironment({ env = process.env, ...options }: NodeRun): NodeRun {
  return { ...options, env: { ...env, NODE_EXTRA_CA_CERTS: undefined } };
}
