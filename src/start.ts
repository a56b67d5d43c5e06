import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

/** What the bundle runs: `main` of cli.ts. */
export type Start = (words: readonly string[]) => Promise<void>;

type Bundle = (require: NodeJS.Require, exports: { start?: Start }, url: string) => void;

/**
 * Commands that run the same code have one code cache. It contains the functions that ran when it was made, so each
 * command reads few others.
 */
const caches: Readonly<Record<string, string>> = {
  generate: 'render',
  validate: 'render',
  check: 'render',
  verify: 'review',
  diff: 'review',
  lint: 'review',
  explain: 'review',
};

/** The cache for a command line; `front` is for help, schemas and every other word. */
function cacheNameOf([command = '', ...others]: readonly string[]): string {
  if (others.includes('--help') || !Object.hasOwn(caches, command)) return 'front';
  return caches[command] ?? 'front';
}

/** V8 reads only a cache of the same version; the file says so, and V8 checks it too. */
export function cacheFile(directory: string, name: string): string {
  return join(directory, `cache/${name}-${process.versions.v8}-${process.arch}`);
}

/** The directory of the bundle: that of the entry itself, also if Node kept the path of a link to it. */
export function bundleDirectory(entry: string): string {
  return dirname(realpathSync.native(entry));
}

const digestLength = 32;

/**
 * The digest of a bundle's text and code, which begins each of its caches. V8 compares only the length of the text, and
 * crashes on damaged code.
 */
export function digestOf(text: Buffer, code: Buffer): Buffer {
  return createHash('sha256').update(text).update(code).digest();
}

/** The code cache of the bundle. Undefined if the file is missing or damaged, or was made from another text. */
function cachedData(file: string, text: Buffer): Buffer | undefined {
  try {
    const content = readFileSync(file);
    const code = content.subarray(digestLength);
    return content.subarray(0, digestLength).equals(digestOf(text, code)) ? code : undefined;
  } catch {
    // Without a cache, V8 compiles the text: slower, with the same result.
    return undefined;
  }
}

/** The bundle in a directory, compiled, from the code cache for a command line if one fits. */
export function scriptOf(directory: string, words: readonly string[]): Script {
  const filename = join(directory, 'main.js');
  const text = readFileSync(filename);
  const cached = cachedData(cacheFile(directory, cacheNameOf(words)), text);
  // The build writes ASCII only, which is the fastest to decode.
  return new Script(text.toString('latin1'), {
    filename,
    ...(cached === undefined ? {} : { cachedData: cached }),
  });
}

/**
 * Makes V8 optimize a function later: after 400 KB of executed bytecode, and not after 132 KB. Most runs end before
 * optimized code pays for its compilation, and long runs take the same time. A V8 without this flag would print an
 * error, so it is set only if V8 accepted the cache of a script: then it is the V8 of the build. It is not set earlier,
 * because V8 accepts a cache only with the flags that it was made with.
 */
export function optimizeLater(script: Script): void {
  if (script.cachedDataRejected === false) setFlagsFromString('--interrupt-budget=400000');
}

/** Runs a compiled bundle, and returns what it exports. */
export function load(script: Script, directory: string, require: NodeJS.Require): Start {
  const filename = join(directory, 'main.js');
  const exports: { start?: Start } = {};
  const bundle: Bundle = script.runInThisContext();
  bundle(require, exports, pathToFileURL(filename).href);
  if (exports.start === undefined) throw new Error(`${filename} does not export "start"`);
  return exports.start;
}
