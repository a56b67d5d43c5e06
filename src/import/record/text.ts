import { compareText } from '../../net/order.ts';
import type { ImportRecord } from './record.ts';

/**
 * The text of a record: one spelling for equal records, with a line for each fact and for each row, so that a reviewer
 * sees in a diff what changed.
 */
export function recordText(record: ImportRecord): string {
  return `${valueText(record, 0)}\n`;
}

/** A value is on one line if it has no other objects in it and is neither the record nor a list of rows. */
function valueText(value: unknown, depth: number): string {
  if (Array.isArray(value)) {
    const isFlat = value.every((item) => typeof item !== 'object');
    if (isFlat) return `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    return block(
      '[',
      value.map((item) => flatObject(item)),
      ']',
      depth,
    );
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = sortedEntries(value);
  const texts = entries.map(
    ([key, each]) => `${JSON.stringify(key)}: ${valueText(each, depth + 1)}`,
  );
  return block('{', texts, '}', depth);
}

function block(open: string, texts: readonly string[], close: string, depth: number): string {
  if (texts.length === 0) return open + close;
  const inside = '  '.repeat(depth + 1);
  const lines = texts.map((text) => inside + text).join(',\n');
  return `${open}\n${lines}\n${'  '.repeat(depth)}${close}`;
}

function flatObject(value: object): string {
  const entries = sortedEntries(value);
  return `{ ${entries.map(([key, each]) => `${JSON.stringify(key)}: ${JSON.stringify(each)}`).join(', ')} }`;
}

function sortedEntries(value: object): [string, unknown][] {
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return entries.sort(([one], [other]) => compareText(one, other));
}
