import type { FileReader } from '../spec-folder.ts';

/** Whether `import` wrote a file: then a file with the same name and the ending `.import.json` is beside it. */
export function isImported(read: FileReader, path: string): boolean {
  return read(`${path.replace(/\.[^./]*$/, '')}.import.json`).kind !== 'missing';
}
