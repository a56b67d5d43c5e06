import type { NewItem } from '../../language/edit/list.ts';
import { insertEntry, removeEntries } from '../../language/edit/map.ts';
import type { TextEdit } from '../../language/fix/edited-text.ts';
import type { MapEntry, MapNode } from '../../language/yaml/node.ts';
import type { Editor } from './editor.ts';

/** The keys of a part in the order in which an import writes them. */
const order = ['version', 'include', 'variables', 'documents', 'services', 'groups', 'unresolved'];

/**
 * Changes the list at a key of the part by these edits. Without edits, the list becomes empty or there is none: the key
 * is removed, or made with the new items.
 */
export function setSection(
  editor: Editor,
  root: MapNode,
  key: string,
  edits: readonly TextEdit[] | undefined,
  added: readonly NewItem[],
): void {
  const { layout } = editor;
  const entry = root.entries.get(key);
  if (edits !== undefined) for (const edit of edits) editor.edits.push(edit);
  else if (entry !== undefined)
    for (const edit of removeEntries(layout, root, new Set([key]))) editor.edits.push(edit);
  else
    addEntry(
      editor,
      root,
      key,
      added.map(({ content }) => content),
    );
}

/** Adds a key with the items of its list, or the lines of its map. */
function addEntry(
  { layout, edits }: Editor,
  root: MapNode,
  key: string,
  items: readonly NewItem['content'][],
): void {
  const after = entryBefore(root, key);
  if (items.length === 0 || after === undefined) return;
  const block = items.flatMap((item) =>
    item.block.map((line, index) => `  ${index === 0 ? '- ' : '  '}${line}`),
  );
  const flow = `${key}: [${items.map((item) => item.flow).join(', ')}]`;
  edits.push(insertEntry(layout, root, after, { block: [`${key}:`, ...block], flow }));
}

/** The entry after which a new key of the part comes. */
export function entryBefore(root: MapNode, key: string): MapEntry | undefined {
  const before = order.slice(0, order.indexOf(key));
  return before.map((name) => root.entries.get(name)).findLast((entry) => entry !== undefined);
}
