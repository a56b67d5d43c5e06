import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from '@jest/globals';

/** A test by its name and body; it may take `timeout` milliseconds. */
export type NamedTest = (name: string, body: () => void | Promise<void>, timeout?: number) => void;

/**
 * A test that wants what may be missing on this machine. It is then named and skipped with the reason; with CI=true it
 * fails, so that it cannot be forgotten.
 */
export function needs(missing: readonly string[]): NamedTest {
  if (missing.length === 0) return test;
  const reason = `needs ${missing.join(', ')}`;
  return (name, body, timeout) => {
    if (process.env['CI'] === 'true') test(`${name} [${reason}]`, () => fail(reason));
    else test.skip(`${name} [${reason}]`, body, timeout);
  };
}

/** The same, for a test that reads a file which is not the project's own; its path begins in the project's folder. */
export function needsFile(path: string): NamedTest {
  return needs(existsSync(join(import.meta.dirname, '../..', path)) ? [] : [path]);
}

function fail(reason: string): never {
  throw new Error(`this test ${reason}, and may not be skipped where CI=true`);
}
