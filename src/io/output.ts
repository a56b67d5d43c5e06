import { fstatSync, writeSync } from 'node:fs';

export type StreamName = 'stdout' | 'stderr';

const descriptors: Readonly<Record<StreamName, number>> = { stdout: 1, stderr: 2 };

type Listener = (name: StreamName, error: NodeJS.ErrnoException) => void;

let listener: Listener = () => undefined;

/** The streams that Node has made. From then on, all output goes through them and stays in order. */
const made = new Map<StreamName, NodeJS.WriteStream>();

/** Sets what hears of each error of an output. */
export function hearErrors(hear: Listener): void {
  listener = hear;
}

/** The stream of an output. Node needs milliseconds to make one, so most runs make none. */
export function streamOf(name: StreamName): NodeJS.WriteStream {
  const before = made.get(name);
  if (before !== undefined) return before;
  const stream = process[name];
  stream.on('error', (error) => listener(name, error));
  made.set(name, stream);
  return stream;
}

/** Whether an output is a terminal. Only a character device can be one. */
export function isTerminal(name: StreamName): boolean {
  return isDevice(name) && streamOf(name).isTTY === true;
}

/** Writes to the file or pipe itself. The stream writes to a terminal, and what is left after an error. */
export function write(name: StreamName, text: string): void {
  if (made.has(name) || isDevice(name)) {
    streamOf(name).write(text);
    return;
  }
  const bytes = Buffer.from(text);
  const left = bytes.subarray(writtenOf(bytes, descriptors[name]));
  if (left.length > 0) streamOf(name).write(left);
}

/** How many bytes could be written. */
function writtenOf(bytes: Uint8Array, descriptor: number): number {
  let count = 0;
  try {
    while (count < bytes.length) count += writeSync(descriptor, bytes, count);
  } catch {
    // A stream waits for a pipe that is full, and reports every other error.
  }
  return count;
}

function isDevice(name: StreamName): boolean {
  try {
    return fstatSync(descriptors[name]).isCharacterDevice();
  } catch {
    return true;
  }
}
