import { join } from 'node:path';
import { runNode } from './node.ts';

/** The bundle that users run. */
export const bundle = join(import.meta.dirname, '../../dist/cli.js');

/** What a user sees from one run. */
export type Run = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** Environment variables of the developer that would change the output. */
export const unset = {
  NO_COLOR: undefined,
  FORCE_COLOR: undefined,
  NODE_EXTRA_CA_CERTS: undefined,
};

/** Runs the bundle in a directory, as users do. */
export function portolan(
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Run {
  const env = { ...process.env, ...unset, ...environment };
  const { status, stdout, stderr } = runNode([bundle, ...words], { cwd: folder, env });
  return { code: status, stdout, stderr };
}
