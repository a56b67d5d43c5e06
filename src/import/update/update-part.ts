import { columnOf } from '../../language/edit/lines.ts';
import { changeItems, type NewItem } from '../../language/edit/list.ts';
import { EditedText, type TextEdit } from '../../language/fix/edited-text.ts';
import type { ImportedGroup, ImportedPart } from '../part.ts';
import { groupText } from '../text/items.ts';
import { type Editor, itemContent } from './editor.ts';
import { type ExistingGroup, type ExistingPart, keyOf, listAt } from './existing-part.ts';
import type { Asked, Former, Kept, Lost } from './former.ts';
import { commentsIn, notesIn } from './lost.ts';
import { commentsOf, movedText } from './moved.ts';
import type { Followed } from './placed.ts';
import { setSection } from './sections.ts';
import { addServices, updateDocument } from './update-definitions.ts';
import {
  type EndpointContext,
  isImporters,
  removeEndpoints,
  updateEndpoints,
} from './update-endpoints.ts';
import { updateGroup } from './update-group.ts';
import { updateNeeds } from './update-needs.ts';

/** What an update compares the part with. */
export type UpdateContext = {
  readonly former: Former;
  readonly asked: Asked;
  /** Form and value of each line in the lists of a group, as they are on the disk. */
  readonly listed: (group: string) => ReadonlySet<string>;
  /** Whether two sets of services have equal ports and applications. */
  readonly equalServices: EndpointContext['equalServices'];
  /** Endpoints that go to other groups with what people wrote, by the new group and their key. */
  readonly followed: Followed;
  /** The same endpoints, where they are now. */
  readonly leaving: EndpointContext['leaving'];
  /** Groups that only keep what does not move: the document says nothing of them. */
  readonly held: ReadonlySet<string>;
};

/** The text of a part after an update, and what the user must know of it. */
export type UpdatedPart = {
  readonly text: string;
  readonly kept: readonly Kept[];
  readonly lost: readonly Lost[];
};

/** Changes the text of a part where the document changed. Comments, layout and what people wrote stay as they are. */
export function updatePart(
  existing: ExistingPart,
  next: ImportedPart,
  context: UpdateContext,
): UpdatedPart {
  const editor: Editor = { layout: existing.layout, edits: [], kept: [], lost: [] };
  updateDocument(editor, existing.root, next.id, next.document);
  addServices(editor, existing.root, next.services);
  updateGroups(editor, existing, next, context);
  updateNeeds(editor, existing, next, context.former);
  const { kept, lost } = editor;
  const edited = new EditedText<TextEdit>(existing.layout.text, editor.edits);
  requireApart(edited.edits);
  return { text: edited.current, kept, lost };
}

/** Two edits of one place would make a text that neither of them means. */
function requireApart(edits: readonly TextEdit[]): void {
  for (const [index, { start }] of edits.entries())
    if (start < (edits[index - 1]?.end ?? 0)) throw new Error('two edits of a part overlap');
}

function updateGroups(
  editor: Editor,
  existing: ExistingPart,
  next: ImportedPart,
  context: UpdateContext,
): void {
  const wanted = new Map(next.groups.map((group) => [group.id, group]));
  const removed = new Set<number>();
  for (const [id, group] of existing.groups) {
    if (isKept(editor, { id, group, next: wanted.get(id), document: next.id }, context)) continue;
    removed.add(group.index);
    reportLostGroup(editor, id, group, contextOf(id, context));
  }
  const added = addedGroups(editor, existing, next, context);
  const list = listAt(existing.root, 'groups');
  const edits = list && changeItems(editor.layout, list, removed, added);
  setSection(editor, existing.root, 'groups', edits, added);
}

type GroupUpdate = {
  readonly id: string;
  readonly group: ExistingGroup;
  readonly next: ImportedGroup | undefined;
  readonly document: string;
};

/** Updates a group of the part. Returns false for one that must go. */
function isKept(editor: Editor, update: GroupUpdate, context: UpdateContext): boolean {
  const { id, group, next, document } = update;
  const own = contextOf(id, context);
  if (next === undefined) {
    const wasImported = own.former !== undefined;
    return !wasImported || removeEndpoints(editor, id, group, own);
  }
  if (!updateEndpoints(editor, group, next, own)) return false;
  if (context.held.has(id)) return true;
  updateGroup(editor, group, next, { document, former: own.former, asked: context.asked });
  return true;
}

function contextOf(id: string, context: UpdateContext): EndpointContext {
  const { former, listed, equalServices, followed, leaving } = context;
  return {
    followed: followed.get(id) ?? new Map(),
    leaving,
    former: former.groups.get(id),
    formerLists: former.lists,
    listed: listed(id),
    equalServices,
  };
}

/** The new groups, each after the one before it in the document that the part has. */
function addedGroups(
  editor: Editor,
  existing: ExistingPart,
  next: ImportedPart,
  { former, followed }: UpdateContext,
): NewItem[] {
  let after = -1;
  return next.groups.flatMap((group): NewItem[] => {
    const known = existing.groups.get(group.id);
    if (known !== undefined) after = known.index;
    if (known === undefined && !former.groups.has(group.id))
      return [{ after, content: newGroup(editor, next.id, group, followed.get(group.id)) }];
    if (known === undefined)
      editor.kept.push({ kind: 'removed', group: group.id, destination: undefined });
    return [];
  });
}

/** A new group, with what people wrote on endpoints that come from other groups. */
function newGroup(
  { layout }: Editor,
  document: string,
  group: ImportedGroup,
  followed: EndpointContext['followed'] | undefined,
): NewItem['content'] {
  const endpoints = group.endpoints.map((endpoint) =>
    movedText(layout, endpoint, followed?.get(keyOf(endpoint))),
  );
  const indented = endpoints.join('').replaceAll(/^(?=.)/gm, '    ');
  return itemContent(groupText(document, group, 0) + indented);
}

function reportLostGroup(
  editor: Editor,
  id: string,
  group: ExistingGroup,
  context: EndpointContext,
): void {
  const { node, items } = group;
  const { layout } = editor;
  const comments = commentsIn(layout, node, columnOf(layout.text, node.start));
  const moved = items.filter((item) => context.leaving.has(item.node));
  for (const comment of moved.flatMap((item) => commentsOf(layout, item)))
    comments.splice(comments.indexOf(comment), comments.includes(comment) ? 1 : 0);
  const notes = items
    .filter((item) => isImporters(item, context) && !context.leaving.has(item.node))
    .flatMap((item) =>
      notesIn(item.node).map(([key, text]) => [`${key} of ${item.value}`, text] as const),
    );
  if (notes.length + comments.length > 0)
    editor.lost.push({ group: id, destination: undefined, notes, comments });
}
