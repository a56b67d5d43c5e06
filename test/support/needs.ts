import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from '@jest/globals';

/** Declares a test by its name and body, with a time limit in milliseconds. */
export type NamedTest = (name: string, body: () => void | Promise<void>, timeout?: number) => void;

/**
 * A test with requirements that this machine may lack. Without them it is skipped, with the reason in its name. With
 * CI=true it fails, so that it is not overlooked.
 */
export function needs(missing: readonly string[]): NamedTest {
  if (missing.length === 0) return test;
  const reason = `needs ${missing.join(', ')}`;
  return (name, body, timeout) => {
    if (process.env['CI'] === 'true') test(`${name} [${reason}]`, () => fail(reason));
    else test.skip(`${name} [${reason}]`, body, timeout);
  };
}

/** The same for a test that reads a file outside of the project; `path` is relative to the project. */
export function needsFile(path: string): NamedTest {
  return needs(existsSync(join(import.meta.dirname, '../..', path)) ? [] : [path]);
}

function fail(reason: string): never {
  throw new Error(`this test ${reason}; with CI=true it must not be skipped`);
}
