import { columnOf } from '../../language/edit/lines.ts';
import { changeItems, type NewItem } from '../../language/edit/list.ts';
import type { MapNode } from '../../language/yaml/node.ts';
import { grouped } from '../../maps.ts';
import type { ImportedEndpoint, ImportedGroup } from '../part.ts';
import type { RecordGroup } from '../record/record.ts';
import { endpointText } from '../text/items.ts';
import { type Editor, itemContent, setEntries } from './editor.ts';
import { type ExistingEndpoint, type ExistingGroup, keyOf, textAt } from './existing-part.ts';
import { commentsIn, isImportersNote, notesIn } from './lost.ts';
import { movedText } from './moved.ts';

/** What the endpoints of a group are compared with. */
export type EndpointContext = {
  /** Of the last import; undefined if it had no such group. */
  readonly former: RecordGroup | undefined;
  readonly formerLists: ReadonlySet<string>;
  /** Form and value of each line in the lists of the group, as they are on the disk. */
  readonly listed: ReadonlySet<string>;
  /** Whether two sets of services have equal ports and applications. */
  readonly equalServices: (some: readonly string[], others: readonly string[]) => boolean;
  /** Endpoints of other groups that come into this one, by their key. */
  readonly followed: ReadonlyMap<string, ExistingEndpoint>;
  /** Endpoints that go to other groups, with what people wrote. */
  readonly leaving: ReadonlySet<MapNode>;
};

/** Changes the endpoints of a group to those of the document. Returns false if none would be left. */
export function updateEndpoints(
  editor: Editor,
  existing: ExistingGroup,
  next: ImportedGroup,
  context: EndpointContext,
): boolean {
  const { endpoints, node } = existing;
  if (endpoints === undefined) return true;
  const matched = matchesOf(existing, next, context);
  const removed = existing.items.filter((item) => {
    return isImporters(item, context) && !matched.has(item.index);
  });
  const added = addedOf(editor, existing, next, { ...context, matched });
  const indexes = new Set(removed.map(({ index }) => index));
  const edits = changeItems(editor.layout, endpoints, indexes, added);
  if (edits === undefined) return false;
  for (const item of removed.filter((each) => !context.leaving.has(each.node)))
    reportLost(editor, next.id, item, columnOf(editor.layout.text, node.start));
  for (const item of existing.items) {
    const endpoint = matched.get(item.index);
    if (endpoint !== undefined) updateEndpoint(editor, item, endpoint, context);
  }
  // After those of the items: a new key of an endpoint and the endpoint after it begin at one offset.
  for (const edit of edits) editor.edits.push(edit);
  for (const key of removedByPeople(existing, next, context))
    editor.kept.push({ kind: 'removed', group: next.id, destination: key });
  return true;
}

/** Removes what the importer wrote in a group that the document no longer has. Returns false if nothing is left. */
export function removeEndpoints(
  editor: Editor,
  id: string,
  { endpoints, items, node }: ExistingGroup,
  context: EndpointContext,
): boolean {
  const removed = items.filter((item) => isImporters(item, context));
  if (endpoints === undefined || removed.length === endpoints.items.length) return false;
  const indexes = new Set(removed.map(({ index }) => index));
  for (const edit of changeItems(editor.layout, endpoints, indexes, []) ?? [])
    editor.edits.push(edit);
  for (const item of removed.filter((each) => !context.leaving.has(each.node)))
    reportLost(editor, id, item, columnOf(editor.layout.text, node.start));
  return true;
}

/** Whether the last import wrote an endpoint. One that a person wrote beside a list has a destination of the list. */
export function isImporters(
  item: ExistingEndpoint,
  context: Pick<EndpointContext, 'former' | 'formerLists' | 'listed'>,
): boolean {
  if (item.form === 'list') return context.formerLists.has(item.value);
  const key = keyOf(item);
  return context.former?.facts.has(key) === true && !context.listed.has(key);
}

/** The endpoint of the document for each one of the part that expresses it, by index. */
function matchesOf(
  { items }: ExistingGroup,
  { endpoints }: ImportedGroup,
  context: EndpointContext,
): Map<number, ImportedEndpoint> {
  const alike = grouped(items, keyOf);
  const matched = new Map<number, ImportedEndpoint>();
  for (const endpoint of endpoints) {
    const own = alike.get(keyOf(endpoint)) ?? [];
    const equal = own.find(({ services }) => context.equalServices(services, endpoint.services));
    const match = equal ?? own.findLast((item) => isImporters(item, context));
    if (match !== undefined) matched.set(match.index, endpoint);
  }
  return matched;
}

/** The new endpoints, each after the one before it in the document that the part has. */
function addedOf(
  { layout }: Editor,
  existing: ExistingGroup,
  next: ImportedGroup,
  context: EndpointContext & { readonly matched: ReadonlyMap<number, ImportedEndpoint> },
): NewItem[] {
  const { followed, matched } = context;
  const indexes = new Map([...matched].map(([index, endpoint]) => [endpoint, index]));
  const gone = new Set(removedByPeople(existing, next, context));
  let after = -1;
  return next.endpoints.flatMap((endpoint): NewItem[] => {
    const index = indexes.get(endpoint);
    if (index !== undefined) after = index;
    if (index !== undefined || gone.has(keyOf(endpoint))) return [];
    const text = movedText(layout, endpoint, followed.get(keyOf(endpoint)));
    return [{ after, content: itemContent(text) }];
  });
}

/** Form and value of what the last import wrote, the document still has, and a person removed. */
function removedByPeople(
  { items }: ExistingGroup,
  { endpoints }: ImportedGroup,
  { former, formerLists, listed }: EndpointContext,
): string[] {
  const present = new Set(items.map(keyOf));
  return endpoints
    .filter((endpoint) => !present.has(keyOf(endpoint)))
    .flatMap((endpoint) => {
      const key = keyOf(endpoint);
      const wasWritten =
        endpoint.form === 'list'
          ? formerLists.has(endpoint.value)
          : former?.facts.has(key) === true && !listed.has(key);
      return wasWritten ? [key] : [];
    });
}

/** Sets the importer's keys of an endpoint. */
function updateEndpoint(
  editor: Editor,
  { node, services }: ExistingEndpoint,
  endpoint: ImportedEndpoint,
  { equalServices }: EndpointContext,
): void {
  const isEqual = equalServices(services, endpoint.services);
  const lineOf = linesOf(endpoint);
  const single = node.entries.get('service');
  if (!isEqual && single !== undefined) {
    const text = lineOf('services') ?? '';
    editor.edits.push({ start: single.key.start, end: single.value.end, text });
  }
  const old = textAt(node, 'note');
  // A note without `printed` is a person's, and so is one that was changed or removed.
  const isOwnNote =
    old === undefined ? node.entries.get('printed') !== undefined : !isImportersNote(old);
  const keys = [
    ...(isEqual || single !== undefined ? [] : ['services']),
    'printed',
    ...(isOwnNote ? [] : ['note']),
  ];
  setEntries(
    editor,
    node,
    keys.map((key) => ({ key, line: lineOf(key) })),
  );
}

/** The lines of an endpoint by their keys, as the writer of parts makes them. */
function linesOf(endpoint: ImportedEndpoint): (key: string) => string | undefined {
  const lines = itemContent(endpointText(endpoint, 0)).block;
  return (key) => lines.find((line) => line.startsWith(`${key}: `));
}

function reportLost(editor: Editor, group: string, item: ExistingEndpoint, column: number): void {
  const notes = notesIn(item.node);
  const comments = commentsIn(editor.layout, item.node, column + 2);
  if (notes.length + comments.length > 0)
    editor.lost.push({ group, destination: keyOf(item), notes, comments });
}
