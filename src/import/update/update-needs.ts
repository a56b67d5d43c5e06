import { changeItems, type NewItem } from '../../language/edit/list.ts';
import type { ImportedPart } from '../part.ts';
import { keyLine, needText, sourceLine } from '../text/items.ts';
import { type Editor, itemContent, setEntries } from './editor.ts';
import { type ExistingItem, type ExistingPart, listAt, textAt } from './existing-part.ts';
import type { Former } from './former.ts';
import { setSection } from './sections.ts';

/** Changes `unresolved` to what the document leaves open. A need that a person edited, declined or removed stays so. */
export function updateNeeds(
  editor: Editor,
  existing: ExistingPart,
  next: ImportedPart,
  former: Former,
): void {
  const wanted = new Set(next.unresolved.map(({ id }) => id));
  const gone = [...existing.needs].filter(
    ([id, item]) => !wanted.has(id) && isImporters(item, former),
  );
  const removed = new Set(gone.map(([, { index }]) => index));
  const added = addedNeeds(editor, existing, next, former);
  const list = listAt(existing.root, 'unresolved');
  const edits = list && changeItems(editor.layout, list, removed, added);
  setSection(editor, existing.root, 'unresolved', edits, added);
}

/** Updates the needs that stay, and returns the new ones. */
function addedNeeds(
  editor: Editor,
  existing: ExistingPart,
  next: ImportedPart,
  former: Former,
): NewItem[] {
  let after = -1;
  const texts = new Set([...existing.needs.values()].map(({ node }) => textAt(node, 'text')));
  return next.unresolved.flatMap((need): NewItem[] => {
    const item = existing.needs.get(need.id);
    // A person removed it: words that move to another section have another id, and are in the part under the old one.
    const isRemoved = former.needs.has(need.text) && !texts.has(need.text);
    if (item === undefined && isRemoved) return [];
    if (item === undefined) return [{ after, content: itemContent(needText(next.id, need, 0)) }];
    after = item.index;
    if (isImporters(item, former))
      setEntries(editor, item.node, [
        { key: 'kind', line: keyLine('kind', need.kind) },
        { key: 'text', line: keyLine('text', need.text) },
        { key: 'source', line: sourceLine(next.id, need.section) },
      ]);
    return [];
  });
}

/** Whether a need is as the last import wrote it. */
function isImporters({ node }: ExistingItem, { needs }: Former): boolean {
  const kind = needs.get(textAt(node, 'text') ?? '');
  return kind !== undefined && kind === textAt(node, 'kind') && !node.entries.get('names');
}
