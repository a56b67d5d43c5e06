import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { isMissing, isSystemError, reasonOf } from './fault.ts';
import type { ReadOutcome } from './read.ts';

/** The path of standard input, for which `-` is written on the command line. */
export const standardInput = '/dev/stdin';

/** Reads a file or a pipe that the user names, or standard input, up to a number of bytes. */
export function readInput(file: string, limit: number): ReadOutcome {
  try {
    if (file === standardInput) return readAll(0, limit);
    const descriptor = openSync(file, 'r');
    try {
      if (fstatSync(descriptor).isDirectory())
        return { kind: 'unreadable', reason: 'it is a directory' };
      return readAll(descriptor, limit);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (file !== standardInput && isMissing(error)) return { kind: 'missing' };
    if (isSystemError(error)) return { kind: 'unreadable', reason: reasonOf(error) };
    throw error;
  }
}

let input: ReadOutcome | undefined;

/** The content of standard input, which can be read only once, up to the number of bytes of the first call. */
export function readStandardInput(limit: number): ReadOutcome {
  input ??= readInput(standardInput, limit);
  return input;
}

const chunk = 64 * 1024;

function readAll(descriptor: number, limit: number): ReadOutcome {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const buffer = Buffer.allocUnsafe(chunk);
    const read = readSome(descriptor, buffer);
    if (read === 0) return { kind: 'bytes', bytes: Buffer.concat(chunks, length) };
    chunks.push(buffer.subarray(0, read));
    length += read;
    if (length > limit) return { kind: 'too-large', limit };
  }
}

const pause = 10;

/** A pipe that another program opened without waiting answers EAGAIN until it has something; on Windows, its end is EOF. */
function readSome(descriptor: number, buffer: Uint8Array): number {
  for (;;) {
    try {
      return readSync(descriptor, buffer);
    } catch (error) {
      if (isSystemError(error) && error.code === 'EOF') return 0;
      if (!isSystemError(error) || error.code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
}
