import type { TargetFiles } from '../../src/targets/reading.ts';

/** An output with one changed line, and a description of the change. */
export type Mutant = { readonly what: string; readonly files: TargetFiles };

/** Variants of a line that allow more, or that a device reads differently. */
export type Widen = (line: string) => readonly string[];

/** Changes each line of each file: deleted, doubled, swapped with the next, moved to the end, and widened. */
export function* mutantsOf(files: TargetFiles, widen: Widen): Generator<Mutant> {
  for (const [file, text] of files) {
    const lines = text.slice(0, -1).split('\n');
    for (const { what, lines: changed } of changesOf(lines, widen)) {
      if (isSame(changed, lines)) continue;
      yield {
        what: `${file}:${what}`,
        // Made when it is asked for: the unit gear tries only some of thousands of mutants.
        get files() {
          return new Map([...files, [file, changed.map((line) => `${line}\n`).join('')]]);
        },
      };
    }
  }
}

function isSame(changed: readonly string[], lines: readonly string[]): boolean {
  return changed.length === lines.length && changed.every((line, index) => line === lines[index]);
}

type Change = { readonly what: string; readonly lines: readonly string[] };

function* changesOf(lines: readonly string[], widen: Widen): Generator<Change> {
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1];
    const change = (what: string, changed: readonly string[]): Change => ({
      what: `${index + 1} ${what}: ${line}`,
      lines: changed,
    });
    yield change('deleted', lines.toSpliced(index, 1));
    yield change('doubled', lines.toSpliced(index, 0, line));
    if (next !== undefined) {
      yield change('swapped', lines.toSpliced(index, 2, next, line));
      yield change('moved to the end', [...lines.toSpliced(index, 1), line]);
    }
    for (const wider of new Set(widen(line))) {
      if (wider !== line) yield change(`widened to ${wider}`, lines.with(index, wider));
    }
  }
}
