import { createHash, type Hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { type Load, type ScriptName, type Start, scriptOf } from './scripts.ts';

type Bundle = (require: NodeJS.Require, exports: { start?: Start }, url: string) => void;

/**
 * The script for a command line, by its first word and what looks like an option. A guess: the script itself reads the
 * whole line, and loads another one if it does not contain the command. Every script can print the help, so the smallest
 * one does.
 */
export function scriptFor([command = '', ...others]: readonly string[]): ScriptName {
  const options = others.map((word) => word.replace(/=.*$/s, ''));
  return others.includes('--help') ? 'front' : scriptOf(command, options);
}

/** The text of a script. */
export function scriptFile(directory: string, name: ScriptName): string {
  return join(directory, `${name}.js`);
}

/** The code cache of a script. V8 reads only one of the same version; the file says so, and V8 checks it too. */
export function cacheFile(directory: string, name: ScriptName): string {
  return join(directory, `cache/${name}-${process.versions.v8}-${process.arch}`);
}

/** The directory of the bundle: that of the entry itself, also if Node kept the path of a link to it. */
function bundleDirectory(entry: string): string {
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

/** Memory for the content of one file after the other, because each new page of memory costs time. */
class Memory {
  #bytes: Buffer;

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafeSlow(size);
  }

  /** The content of a file, until the next one is read. */
  read(file: string): Buffer {
    const descriptor = openSync(file, 'r');
    try {
      // A build may have replaced the file since the memory was made.
      const { size } = fstatSync(descriptor);
      if (size > this.#bytes.length) this.#bytes = Buffer.allocUnsafeSlow(size);
      return this.#bytes.subarray(0, this.#fill(descriptor, size));
    } finally {
      closeSync(descriptor);
    }
  }

  /** Reads so many bytes, or all up to the end of a shorter file. Some file systems return a part at a time. */
  #fill(descriptor: number, size: number): number {
    let count = 0;
    while (count < size) {
      const added = readSync(descriptor, this.#bytes, count, size - count, count);
      if (added === 0) break;
      count += added;
    }
    return count;
  }
}

/** The size of a file; 0 if it is missing. */
function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The code of a cache. Undefined if the file is missing or damaged, or was made from another text. */
function cachedData(memory: Memory, file: string, text: Hash): Buffer | undefined {
  try {
    const content = memory.read(file);
    const code = content.subarray(digestLength);
    const digest = text.update(code).digest();
    return content.subarray(0, digestLength).equals(digest) ? code : undefined;
  } catch {
    // Without a cache, V8 compiles the text: slower, with the same result.
    return undefined;
  }
}

/** A script of the bundle in a directory, compiled, from its code cache if that fits. */
export function compiledScript(directory: string, name: ScriptName): Script {
  const filename = scriptFile(directory, name);
  const cache = cacheFile(directory, name);
  const memory = new Memory(Math.max(sizeOf(filename), sizeOf(cache)));
  const content = memory.read(filename);
  // The build writes ASCII only, which is the fastest to decode.
  const text = content.toString('latin1');
  const cached = cachedData(memory, cache, createHash('sha256').update(content));
  return new Script(text, { filename, ...(cached === undefined ? {} : { cachedData: cached }) });
}

/**
 * When V8 compiles code that runs often to machine code: a function after 400 KB of executed bytecode, and not after
 * 132 KB; the simple compiler, when it has functions of 1.5 MB to compile, and not of 4 KB; a regular expression at its
 * 31st match, and not at its second. Until then, it is not optimized either. Most runs end before such code pays for its
 * compilation, and a run of seconds takes a few percent longer. Young objects are collected by one thread: several would
 * mostly wait for each other. Their space grows to its 16 MB at once and not by doublings: a large spec lives as long as
 * the run, and each collection would copy it.
 */
const flagsOfShortRuns = [
  '--interrupt-budget=400000',
  '--baseline-batch-compilation-threshold=1500000',
  '--regexp-tier-up-ticks=30',
  '--no-regexp-peephole-optimization',
  '--no-parallel-scavenge',
  '--semi-space-growth-factor=16',
];

/**
 * A function of a review is compiled with little of those that it calls, 150 bytes of bytecode and not 920: records of
 * many shapes pass through, and V8 throws away what it compiled for some of them.
 */
const flagsOfReviews = ['--max-inlined-bytecode-size-cumulative=150'];

/**
 * Makes V8 save work that only pays in a long run. A V8 without these flags would print an error, so they are set only
 * if V8 accepted the cache of a script: then it is the V8 of the build. They are not set earlier, because V8 accepts a
 * cache only with the flags that it was made with.
 */
function saveWork(script: Script, name: ScriptName): void {
  if (script.cachedDataRejected !== false) return;
  const flags = name === 'review' ? [...flagsOfShortRuns, ...flagsOfReviews] : flagsOfShortRuns;
  for (const flag of flags) setFlagsFromString(flag);
}

/** Loads scripts of the bundle, whose entry is a file beside them. */
export function loaderIn(entry: string, require: NodeJS.Require): Load {
  const directory = bundleDirectory(entry);
  return (name) => {
    const script = compiledScript(directory, name);
    // This one may load another script, whose cache V8 must still accept.
    if (name !== 'front') saveWork(script, name);
    return run(script, scriptFile(directory, name), require);
  };
}

/** Runs a compiled script, and returns what it exports. */
export function run(script: Script, file: string, require: NodeJS.Require): Start {
  const exports: { start?: Start } = {};
  const bundle: Bundle = script.runInThisContext();
  bundle(require, exports, pathToFileURL(file).href);
  if (exports.start === undefined) throw new Error(`${file} does not export "start"`);
  return exports.start;
}
