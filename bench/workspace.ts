import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CommandName, Files } from './cases.ts';
import { type Command, run } from './measure.ts';

export const root = join(import.meta.dirname, '..');
export const cli = join(root, 'dist', 'cli.js');

/** A temporary directory for the inputs and outputs of one part. */
export type Workspace = {
  readonly path: string;
  /** Writes files to a directory of this name, and returns its path. */
  readonly write: (name: string, files: Files) => string;
};

/** Runs the callback with a temporary directory, and deletes it afterwards. */
export function withWorkspace<Result>(use: (workspace: Workspace) => Result): Result {
  const path = mkdtempSync(join(tmpdir(), 'portolan-bench-'));
  try {
    return use({ path, write: (name, files) => writeTo(join(path, name), files) });
  } finally {
    rmSync(path, { recursive: true });
  }
}

function writeTo(directory: string, files: Files): string {
  for (const [name, text] of files) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return directory;
}

/** A command of Portolan in a directory with a spec.yaml. */
export function portolan(directory: string, ...args: readonly string[]): Command {
  return { argv: [process.execPath, cli, ...args], directory };
}

/** Writes every file, into a directory that is empty at each run. */
export function generateAll(directory: string, ...options: readonly string[]): Command {
  const fresh = join(directory, 'fresh');
  return { ...portolan(directory, 'generate', '--out', 'fresh', ...options), fresh };
}

/**
 * A command in a directory with a spec.yaml. verify and check get the files that they read. diff compares `old` with
 * the spec.
 */
export function commandOn(name: CommandName, directory: string, old = directory): Command {
  switch (name) {
    case 'generate':
      return generateAll(directory);
    case 'verify':
    case 'check':
      return {
        ...portolan(directory, name),
        prepare: () => run(portolan(directory, 'generate')),
      };
    case 'diff':
      return portolan(directory, 'diff', join(old, 'spec.yaml'), 'spec.yaml', '--no-fail');
    case 'validate':
    case 'lint':
      return portolan(directory, name);
  }
}
