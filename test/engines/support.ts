import type { EngineFiles } from './flow.ts';

/** An edit of one file: replaces the first `from` by `to`, or every one with `all`. */
export type Edit = {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly all?: boolean;
};

/** The files after the edits. Throws if a text is missing, because an edit that changes nothing proves nothing. */
export function edited(files: EngineFiles, ...edits: readonly Edit[]): Map<string, string> {
  const changed = new Map(files);
  for (const { file, from, to, all } of edits) {
    const text = changed.get(file);
    if (text === undefined || !text.includes(from)) throw new Error(`${file} has no "${from}"`);
    changed.set(file, all ? text.replaceAll(from, () => to) : text.replace(from, () => to));
  }
  return changed;
}
