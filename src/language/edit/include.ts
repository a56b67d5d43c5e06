import type { TextEdit } from '../fix/edited-text.ts';
import { isEmpty, type MapEntry, type MapNode } from '../yaml/node.ts';
import { type Layout, layoutOf } from './lines.ts';
import { insertItem } from './list.ts';
import { insertEntry } from './map.ts';

/** The keys that `include` follows where a spec has none, the last of them that is there. */
const heading = ['version', 'name', 'prefix', 'title', 'owner', 'inspection'];

/** The edit that adds an item, written as YAML, to the includes of a spec. The rest of the text stays as it is. */
export function addInclude(text: string, root: MapNode, item: string): TextEdit | undefined {
  const layout = layoutOf(text);
  const entry = root.entries.get('include');
  if (entry !== undefined) return addTo(layout, entry, item);
  const [after] = [...root.entries].filter(({ name }) => heading.includes(name)).slice(-1);
  if (after === undefined) return undefined;
  return insertEntry(layout, root, after, {
    block: ['include:', `  - ${item}`],
    flow: `include: [${item}]`,
  });
}

/** Undefined for a value that is not a list. */
function addTo(layout: Layout, { value }: MapEntry, item: string): TextEdit | undefined {
  if (value.kind === 'list')
    return insertItem(layout, value, value.items.length - 1, { block: [item], flow: item });
  return isEmpty(value) ? { start: value.end, end: value.end, text: ` [${item}]` } : undefined;
}
