import type { Layout } from '../../language/edit/lines.ts';
import { isFlow, type NewContent } from '../../language/edit/list.ts';
import { insertEntry, removeEntries, replaceValue } from '../../language/edit/map.ts';
import type { TextEdit } from '../../language/fix/edited-text.ts';
import { type MapNode, type PlainValue, toValue } from '../../language/yaml/node.ts';
import { parseYaml } from '../../language/yaml/parse.ts';
import { compareText } from '../../net/order.ts';
import { scalarInBraces } from '../text/scalar.ts';
import type { Kept, Lost } from './former.ts';

/** An update while it is made: the edits of the part's text, and what the user must know of them. */
export type Editor = {
  readonly layout: Layout;
  readonly edits: TextEdit[];
  readonly kept: Kept[];
  readonly lost: Lost[];
};

/** An item that the writer of parts makes, for a place with any layout. */
export function itemContent(text: string): NewContent {
  return contentOf(text.replaceAll(/^(?:- | {2})/gm, ''));
}

/** An entry of a map that the writer of parts makes. */
export function entryContent(text: string): NewContent {
  const content = contentOf(text);
  return { ...content, flow: content.flow.replace(/^\{ (.*) \}$/s, '$1') };
}

function contentOf(text: string): NewContent {
  const parsed = parseYaml('', text);
  if (!parsed.ok) throw new Error('the writer of parts made a text that is not YAML');
  return { block: text.trimEnd().split('\n'), flow: flowOf(parsed.value.value) };
}

/** A value of YAML on one line. */
export function flowOf(value: PlainValue): string {
  if (typeof value === 'string') return scalarInBraces(value);
  if (Array.isArray(value)) return `[${value.map(flowOf).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([key, each]) => `${key}: ${flowOf(each)}`);
  return `{ ${entries.join(', ')} }`;
}

/** A key with its line as the writer of parts makes it; undefined to remove the key. */
export type NewEntry = { readonly key: string; readonly line: string | undefined };

/** Sets the entries of a map, in the order in which new ones are inserted. What is equal stays as it is written. */
export function setEntries({ layout, edits }: Editor, map: MapNode, entries: readonly NewEntry[]) {
  const gone = entries.filter(({ key, line }) => line === undefined && map.entries.get(key));
  for (const edit of removeEntries(layout, map, new Set(gone.map(({ key }) => key))))
    edits.push(edit);
  let after = [...map.entries][0];
  for (const { key, line } of entries) {
    const entry = map.entries.get(key);
    if (line !== undefined && entry === undefined && after !== undefined)
      edits.push(insertEntry(layout, map, after, entryContent(line)));
    if (line !== undefined && entry !== undefined) {
      after = entry;
      const value = writtenValue(line);
      const text = isFlow(layout, map) ? flowOf(value) : line.slice(line.indexOf(':') + 2);
      if (sortedText(value) !== sortedText(toValue(entry.value)))
        edits.push(replaceValue(layout, entry, text));
    }
  }
}

/** Equal for equal values: the order of keys has no meaning. */
function sortedText(value: PlainValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(sortedText).join()}]`;
  const texts = Object.entries(value).map(
    ([key, each]) => `${JSON.stringify(key)}:${sortedText(each)}`,
  );
  return `{${texts.sort(compareText).join()}}`;
}

/** The value of a line that the writer of parts makes. */
function writtenValue(line: string): PlainValue {
  const parsed = parseYaml('', line);
  const value = parsed.ok ? parsed.value.value : null;
  const [only] = typeof value === 'object' && value !== null ? Object.values(value) : [];
  if (only === undefined) throw new Error('the writer of parts made a line that is not an entry');
  return only;
}
