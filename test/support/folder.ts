import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Runs a function in a new directory, which is removed afterwards, also after an error. */
export function inFolder<Value>(work: (folder: string) => Value): Value {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-test-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  let value: Value;
  try {
    value = work(folder);
  } catch (error) {
    remove();
    throw error;
  }
  if (value instanceof Promise) return value.finally(remove) as Value;
  remove();
  return value;
}

/** Writes files below a directory, and creates the directories that they need. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Every file below a directory with its text. Throws for a dangling link. */
export function readFiles(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = paths.filter((path) => statSync(join(folder, path)).isFile());
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** Encodes a set of texts as files. */
export function setOf(files: Readonly<Record<string, string>>): Map<string, Uint8Array> {
  return new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
}

/** A directory name that would end a property, an attribute, a path or an element. */
export const oddFolder = `a,b:c%d <i>&"]]>`;
