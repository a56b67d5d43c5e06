import type { TextEdit } from '../fix/edited-text.ts';
import { isEmpty, type MapEntry, type MapNode } from '../yaml/node.ts';
import { type Layout, layoutOf } from './lines.ts';
import { insertItem } from './list.ts';
import { insertEntry } from './map.ts';
import { yamlText } from './yaml-text.ts';

/** The keys that `include` follows where a spec has none, the last of them that is there. */
const heading = ['version', 'name', 'prefix', 'title', 'owner', 'inspection'];

/** The edit that includes a part in a spec, as its last include. The rest of the text stays as it is. */
export function includePart(text: string, root: MapNode, path: string): TextEdit | undefined {
  const layout = layoutOf(text);
  const entry = root.entries.get('include');
  if (entry !== undefined) return addTo(layout, entry, path);
  const [after] = [...root.entries].filter(({ name }) => heading.includes(name)).slice(-1);
  if (after === undefined) return undefined;
  const item = yamlText(path);
  return insertEntry(layout, root, after, {
    block: ['include:', `  - ${item}`],
    flow: `include: [${item}]`,
  });
}

/** Undefined for a value that is not a list. */
function addTo(layout: Layout, { value }: MapEntry, path: string): TextEdit | undefined {
  const item = yamlText(path);
  if (value.kind === 'list')
    return insertItem(layout, value, value.items.length - 1, { block: [item], flow: item });
  return isEmpty(value) ? { start: value.end, end: value.end, text: ` [${item}]` } : undefined;
}
