import type { Conversion, StoredSet } from '../file-set.ts';
import { isUntouched, storedManifest } from './committed.ts';

/** The files of a directory before their conversion, and the converted ones. */
export type Restored = {
  readonly stored: StoredSet;
  readonly converted: ReadonlyMap<string, Conversion>;
};

/**
 * Undoes a conversion if the result matches the digest in the manifest. Portolan writes plain text with LF line ends.
 * Other files stay unchanged.
 */
export function restore(stored: StoredSet): Restored {
  const plain = new Map([...stored.files].map(([path, content]) => [path, plainLines(content)]));
  const plainStored = { ...stored, files: plain };
  const manifest = storedManifest(plainStored);
  const converted = new Map<string, Conversion>();
  const files = new Map(stored.files);
  for (const [path, content] of stored.files) {
    const kind = conversionOf(content);
    if (kind === undefined || !isUntouched(path, plainStored, manifest)) continue;
    converted.set(path, kind);
    files.set(path, plain.get(path) ?? content);
  }
  return { stored: { ...stored, files }, converted };
}

function conversionOf(content: Uint8Array): Conversion | undefined {
  const bytes = Buffer.from(content);
  if (bytes.includes('\r\n')) return 'crlf';
  if (bytes.subarray(0, 3).equals(mark)) return 'mark';
  return bytes.at(-1) === lineFeed ? undefined : 'final-line-feed';
}

const mark = Buffer.from([0xef, 0xbb, 0xbf]);
const lineFeed = 10;

/** Works on bytes, so that invalid UTF-8 stays invalid. */
function plainLines(content: Uint8Array): Uint8Array {
  const text = Buffer.from(content).toString('latin1').replaceAll('\r\n', '\n');
  const bytes = Buffer.from(text.endsWith('\n') ? text : `${text}\n`, 'latin1');
  return bytes.subarray(0, 3).equals(mark) ? bytes.subarray(3) : bytes;
}
