import { type ChildProcess, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** Bundles test/io/worker.ts into a folder, so that starting it costs no more than node does. */
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

// Certificates from the environment are slow to read at every start.
const env = { ...process.env, NODE_EXTRA_CA_CERTS: undefined };

export function runWorker(worker: string, words: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [worker, ...words], { encoding: 'utf8', env });
}

/** Starts a worker; resolves to its exit code, null after a signal, and what it said. */
export function startWorker(
  worker: string,
  words: readonly string[],
): {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; said: string }>;
} {
  const child = spawn(process.execPath, [worker, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, said }));
  });
  return { child, ended };
}
