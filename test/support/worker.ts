import type { SpawnSyncReturns } from 'node:child_process';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { runNode, type StartedNode, startNode } from './node.ts';

/** Bundles test/io/worker.ts into a directory, so that it starts as fast as node does. */
export function buildWorker(folder: string): string {
  const outfile = join(folder, 'worker.mjs');
  buildSync({
    entryPoints: [join(import.meta.dirname, '../io/worker.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['esbuild'],
  });
  return outfile;
}

export function runWorker(worker: string, words: readonly string[]): SpawnSyncReturns<string> {
  return runNode([worker, ...words]);
}

/** Starts a worker. Resolves to its exit code (null after a signal) and its output. */
export function startWorker(
  worker: string,
  words: readonly string[],
): {
  readonly child: StartedNode;
  readonly ended: Promise<{ code: number | null; said: string }>;
} {
  const child = startNode([worker, ...words]);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, said }));
  });
  return { child, ended };
}
