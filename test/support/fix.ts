import { type FixedSpec, fixSpec } from '../../src/language/fix/fix-spec.ts';
import { type MemoryFiles, memoryReader } from './load.ts';

/** The fixes of files in memory. */
export function fixFiles(files: MemoryFiles): FixedSpec {
  return fixSpec(memoryReader(files), 'spec.yaml');
}

/** The texts of all files after their fixes. */
export function fixedTexts(files: MemoryFiles): MemoryFiles {
  const { files: edited } = fixFiles(files);
  return {
    ...files,
    ...Object.fromEntries([...edited].map(([file, text]) => [file, text.current])),
  };
}

/** The problems that remain, as `line:column rule`. */
export function leftIn(files: MemoryFiles): string[] {
  const { loaded } = fixFiles(files);
  if (loaded.ok) return [];
  return loaded.error.problems.map(({ at, rule }) => `${at.line}:${at.column} ${rule}`);
}
