import type { TextEdit } from '../fix/edited-text.ts';
import type { ListNode, Node, Span } from '../yaml/node.ts';
import {
  columnOf,
  contentEnd,
  isFirstOnLine,
  type Layout,
  linesAround,
  spanOfLines,
} from './lines.ts';

/** New content in both styles of YAML: lines without their indent, and a text for brackets. */
export type NewContent = { readonly block: readonly string[]; readonly flow: string };

/** Whether a collection is written in brackets. */
export function isFlow({ text }: Layout, { start }: Node): boolean {
  return '[{'.includes(text.charAt(start) || ' ');
}

/** An item to insert after the item at an index; at -1 it becomes the first. */
export type NewItem = { readonly after: number; readonly content: NewContent };

/**
 * The edits that remove items with their comments, and insert others. Undefined if no item would be left, since an empty
 * list is not valid.
 */
export function changeItems(
  layout: Layout,
  list: ListNode,
  removed: ReadonlySet<number>,
  added: readonly NewItem[],
): TextEdit[] | undefined {
  const isEmptied = list.items.length > 0 && removed.size === list.items.length;
  if (isEmptied && added.length === 0) return undefined;
  if (isEmptied) return [replaceAll(layout, list, added)];
  return [
    ...added.map(({ after, content }) => insertItem(layout, list, after, content)),
    ...removeItems(layout, list, removed),
  ];
}

function replaceAll(layout: Layout, list: ListNode, added: readonly NewItem[]): TextEdit {
  const { text, newline } = layout;
  const flow = added.map(({ content }) => content.flow).join(', ');
  if (isFlow(layout, list)) return { start: list.start, end: list.end, text: `[${flow}]` };
  const last = list.items.length - 1;
  const body = added.map(({ content }) => blockItem(layout, list, content)).join(newline);
  const { end } = linesOfItem(layout, list, last);
  const isOwnLine = isFirstOnLine(text, list.start);
  return isOwnLine
    ? { start: linesOfItem(layout, list, 0).start, end, text: body }
    : { start: list.start, end, text: body.trimStart() };
}

function blockItem({ text, newline }: Layout, { start }: ListNode, { block }: NewContent): string {
  const indent = ' '.repeat(columnOf(text, start));
  return block.map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}`).join(newline);
}

/** The edit that inserts an item after the item at an index; at -1 it becomes the first. */
export function insertItem(
  layout: Layout,
  list: ListNode,
  after: number,
  content: NewContent,
): TextEdit {
  if (isFlow(layout, list)) return insertInBrackets(list, after, content.flow);
  const { text, newline } = layout;
  const body = blockItem(layout, list, content);
  const gap = newline.repeat(isSpaced(layout, list) ? 2 : 1);
  if (after >= 0) return at(linesOfItem(layout, list, after).end, gap + body);
  if (!isFirstOnLine(text, list.start))
    return at(list.start, `${body.trimStart()}${gap}${' '.repeat(columnOf(text, list.start))}`);
  // Where the removal of the first item would begin.
  const { start } = spanOfLines(text, linesOfItem(layout, list, 0));
  return start === 0 ? at(0, body + gap) : at(start, newline + body + gap.slice(newline.length));
}

function insertInBrackets({ items, start }: ListNode, after: number, text: string): TextEdit {
  const [first] = items;
  const before = items[after];
  if (before !== undefined) return at(before.end, `, ${text}`);
  return first === undefined ? at(start + 1, text) : at(first.start, `${text}, `);
}

function at(offset: number, text: string): TextEdit {
  return { start: offset, end: offset, text };
}

/** Whether a blank line is between the items of a block list. */
function isSpaced(layout: Layout, list: ListNode): boolean {
  if (list.items.length < 2) return false;
  const [first, second] = [linesOfItem(layout, list, 0), linesOfItem(layout, list, 1)];
  return layout.text.slice(first.end, second.start).split('\n').length > 2;
}

/** The edits that remove items, with their comments. At least one item stays. */
function removeItems(layout: Layout, list: ListNode, indexes: ReadonlySet<number>): TextEdit[] {
  if (isFlow(layout, list)) return removeInBrackets(list, indexes);
  return [...indexes].map((index) => {
    const isInline = index === 0 && !isFirstOnLine(layout.text, list.start);
    const span = isInline
      ? { start: list.start, end: dashOf(layout, list, 1) }
      : spanOfLines(layout.text, linesOfItem(layout, list, index));
    return { ...span, text: '' };
  });
}

function removeInBrackets({ items }: ListNode, indexes: ReadonlySet<number>): TextEdit[] {
  const edits: TextEdit[] = [];
  const firstKept = items.findIndex((_, index) => !indexes.has(index));
  const [first, kept] = [items[0], items[firstKept]];
  if (firstKept > 0 && first !== undefined && kept !== undefined)
    edits.push({ start: first.start, end: kept.start, text: '' });
  for (const index of indexes) {
    const [before, item] = [items[index - 1], items[index]];
    if (index > firstKept && before !== undefined && item !== undefined)
      edits.push({ start: before.end, end: item.end, text: '' });
  }
  return edits;
}

/** The lines of an item of a block list, with its comments. */
function linesOfItem(layout: Layout, list: ListNode, index: number): Span {
  const { text } = layout;
  const start = dashOf(layout, list, index);
  const end = contentEnd(text, list.items[index]?.end ?? start);
  return linesAround(text, { start, end: Math.max(start, end) }, columnOf(text, list.start));
}

/** The offset of the dash of an item. */
function dashOf({ text }: Layout, { items, start }: ListNode, index: number): number {
  const [before, item] = [items[index - 1], items[index]];
  if (before === undefined || item === undefined) return start;
  const from = contentEnd(text, before.end);
  const dash = new RegExp(`^ {${columnOf(text, start)}}-(?=\\s|$)`, 'm');
  const found = dash.exec(text.slice(from, item.start + 1));
  return found === null ? item.start : from + found.index + found[0].length - 1;
}
