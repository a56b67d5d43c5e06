import { visible, withoutCommands } from '../../characters.ts';
import type { EditedFiles } from '../../language/fix/candidates.ts';
import type { EditedText } from '../../language/fix/edited-text.ts';

/** The edits of each file as a unified diff, as `git apply` reads it. */
export function diffText(files: EditedFiles): string {
  const lines = [...files].flatMap(([file, text]) => [
    `--- ${sideOf('a', file)}`,
    `+++ ${sideOf('b', file)}`,
    ...hunksOf(text).flatMap(hunkLines),
  ]);
  return lines.map((line) => `${withoutCommands(shown(line))}\n`).join('');
}

function sideOf(side: string, file: string): string {
  return file.startsWith('/') ? side + file : `${side}/${file}`;
}

/** Hidden characters are escaped, except for the carriage return at a line end. */
function shown(line: string): string {
  return line.endsWith('\r') ? `${visible(line.slice(0, -1))}\r` : visible(line);
}

const context = 3;

/** A line of the original file, and the lines that replace it; undefined where nothing changes. */
type Line = { readonly old: string; readonly now: readonly string[] | undefined };

function linesOf({ original, edits }: EditedText): Line[] {
  const lines: Line[] = [];
  let [start, next] = [0, 0];
  for (const old of original.split('\n')) {
    const end = start + old.length;
    let [now, read] = ['', start];
    for (let edit = edits[next]; edit !== undefined && edit.end <= end; edit = edits[next]) {
      now += original.slice(read, edit.start) + edit.text;
      read = edit.end;
      next += 1;
    }
    const isSame = read === start;
    lines.push({ old, now: isSame ? undefined : (now + original.slice(read, end)).split('\n') });
    start = end + 1;
  }
  return lines;
}

/** Some lines of a file, with the numbers of their first one. */
type Hunk = {
  readonly lines: readonly Line[];
  readonly oldStart: number;
  readonly newStart: number;
  /** Whether they end with the file, and no line feed is at its end. */
  readonly isOpen: boolean;
};

function hunksOf(text: EditedText): Hunk[] {
  const lines = linesOf(text);
  const isOpen = lines.at(-1)?.old !== '';
  if (!isOpen) lines.pop();
  let added = 0;
  return spansOf(lines).map(({ start, end }) => {
    const own = lines.slice(start, end);
    const newStart = start + 1 + added;
    for (const { now } of own) added += (now?.length ?? 1) - 1;
    return { lines: own, oldStart: start + 1, newStart, isOpen: isOpen && end === lines.length };
  });
}

/** The changed lines with three lines around them; changes that are close share one span. */
function spansOf(lines: readonly Line[]): { readonly start: number; readonly end: number }[] {
  const spans: { start: number; end: number }[] = [];
  for (const [index, { now }] of lines.entries()) {
    if (now === undefined) continue;
    const start = Math.max(0, index - context);
    const end = Math.min(lines.length, index + context + 1);
    const before = spans.at(-1);
    if (before !== undefined && start <= before.end) before.end = end;
    else spans.push({ start, end });
  }
  return spans;
}

function hunkLines({ lines, oldStart, newStart, isOpen }: Hunk): string[] {
  const newLength = lines.reduce((length, { now }) => length + (now?.length ?? 1), 0);
  const shown = [`@@ -${oldStart},${lines.length} +${newStart},${newLength} @@`];
  let waiting: string[] = [];
  for (const [index, { old, now }] of lines.entries()) {
    const end = isOpen && index === lines.length - 1 ? [noLineFeed] : [];
    if (now === undefined) {
      for (const line of [...waiting, ` ${old}`, ...end]) shown.push(line);
      waiting = [];
    } else {
      shown.push(`-${old}`, ...end);
      waiting = [...waiting, ...now.map((line) => `+${line}`), ...end];
    }
  }
  return [...shown, ...waiting];
}

const noLineFeed = '\\ No newline at end of file';
