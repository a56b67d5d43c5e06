import { changeItems, type NewItem } from '../../language/edit/list.ts';
import type { ImportedPart } from '../part.ts';
import { keyLine, needText, sourceLine } from '../text/items.ts';
import { type Editor, itemContent, setEntries } from './editor.ts';
import { type ExistingItem, type ExistingPart, listAt, textAt } from './existing-part.ts';
import type { Former } from './former.ts';
import { setSection } from './sections.ts';

/** Changes `unresolved` to what the document leaves open. A need that a person declined or removed stays so. */
export function updateNeeds(
  editor: Editor,
  existing: ExistingPart,
  next: ImportedPart,
  former: Former,
): void {
  const wanted = new Map(next.unresolved.map((need) => [need.id, need]));
  const removed = new Set<number>();
  for (const [id, item] of existing.needs) {
    if (wanted.has(id) || !former.needs.has(id)) continue;
    if (isEdited(item, former.needs.get(id)?.kind)) editor.kept.push({ kind: 'need', id });
    else removed.add(item.index);
  }
  const added = addedNeeds(editor, existing, next, former);
  const list = listAt(existing.root, 'unresolved');
  setSection(
    editor,
    existing.root,
    'unresolved',
    list && changeItems(editor.layout, list, removed, added),
    added,
  );
}

/** Updates the needs that stay, and returns the new ones. */
function addedNeeds(
  editor: Editor,
  existing: ExistingPart,
  next: ImportedPart,
  former: Former,
): NewItem[] {
  let after = -1;
  return next.unresolved.flatMap((need): NewItem[] => {
    const item = existing.needs.get(need.id);
    const formerKind = former.needs.get(need.id)?.kind;
    if (item === undefined) {
      const isRemoved = formerKind !== undefined;
      return isRemoved ? [] : [{ after, content: itemContent(needText(next.id, need, 0)) }];
    }
    after = item.index;
    if (!isEdited(item, formerKind))
      setEntries(editor, item.node, [
        { key: 'kind', line: keyLine('kind', need.kind) },
        { key: 'text', line: keyLine('text', need.text) },
        { key: 'source', line: sourceLine(next.id, need.section) },
      ]);
    return [];
  });
}

/** Whether a person decided on a need: then all of it is that person's. */
function isEdited({ node }: ExistingItem, formerKind: string | undefined): boolean {
  return textAt(node, 'kind') !== formerKind || node.entries.get('names') !== undefined;
}
