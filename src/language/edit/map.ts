import type { TextEdit } from '../fix/edited-text.ts';
import { isEmpty, type MapEntry, type MapNode, type Span } from '../yaml/node.ts';
import {
  columnOf,
  contentEnd,
  isFirstOnLine,
  type Layout,
  linesAround,
  spanOfLines,
} from './lines.ts';
import { isFlow, type NewContent } from './list.ts';

/** The edit that inserts an entry after another one. The first line of its block begins with its key. */
export function insertEntry(
  layout: Layout,
  map: MapNode,
  after: MapEntry,
  content: NewContent,
): TextEdit {
  if (isFlow(layout, map)) return at(after.value.end, `, ${content.flow}`);
  const indent = ' '.repeat(columnOf(layout.text, map.start));
  const lines = content.block.map((line) => `${layout.newline}${indent}${line}`);
  return at(linesOfEntry(layout, map, after).end, lines.join(''));
}

function at(offset: number, text: string): TextEdit {
  return { start: offset, end: offset, text };
}

/** The edit that gives an entry another value, written on its line. */
export function replaceValue(layout: Layout, { key, value }: MapEntry, text: string): TextEdit {
  const end = contentEnd(layout.text, value.end);
  if (isEmpty(value)) return at(end, ` ${text}`);
  const isBlock = value.kind !== 'scalar' && !isFlow(layout, value);
  if (!isBlock) return { start: value.start, end, text };
  const hasComment = layout.text.slice(key.end, value.start).includes('#');
  return hasComment
    ? { start: value.start, end, text: `  ${text}` }
    : { start: key.end, end, text: `: ${text}` };
}

/** The edits that remove entries, with their comments. At least one entry stays. */
export function removeEntries(
  layout: Layout,
  map: MapNode,
  names: ReadonlySet<string>,
): TextEdit[] {
  const entries = [...map.entries];
  const firstKept = entries.findIndex(({ name }) => !names.has(name));
  const isInline = isFlow(layout, map) || !isFirstOnLine(layout.text, map.start);
  return entries.flatMap((entry, index): TextEdit[] => {
    if (!names.has(entry.name)) return [];
    const [before, next] = [entries[index - 1], entries[index + 1]];
    if (isInline && index < firstKept && next !== undefined)
      return [{ start: entry.key.start, end: next.key.start, text: '' }];
    if (isFlow(layout, map))
      return [{ start: before?.value.end ?? entry.key.start, end: entry.value.end, text: '' }];
    return [{ ...spanOfLines(layout.text, linesOfEntry(layout, map, entry)), text: '' }];
  });
}

/** The lines of an entry of a block map, with its comments. */
function linesOfEntry(layout: Layout, map: MapNode, { key, value }: MapEntry): Span {
  const { text } = layout;
  const end = contentEnd(text, Math.max(key.end, value.end));
  return linesAround(text, { start: key.start, end }, columnOf(text, map.start));
}
