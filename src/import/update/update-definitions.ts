import { insertEntry } from '../../language/edit/map.ts';
import type { MapEntry, MapNode } from '../../language/yaml/node.ts';
import { compareText } from '../../net/order.ts';
import type { ImportedDocument, ImportedService } from '../part.ts';
import { documentText, keyLine, serviceText } from '../text/items.ts';
import { type Editor, entryContent, setEntries } from './editor.ts';
import { mapAt } from './existing-part.ts';
import { entryBefore } from './sections.ts';

/** Sets the importer's keys of the document. */
export function updateDocument(
  editor: Editor,
  root: MapNode,
  id: string,
  next: ImportedDocument,
): void {
  const documents = mapAt(root, 'documents');
  const own = documents && mapAt(documents, id);
  if (own === undefined) {
    addTo(editor, root, 'documents', { name: id, text: documentText(id, next, 0) });
    return;
  }
  const { title, publisher, revision, date, sha256 } = next;
  const line = (key: string, text: string | undefined) => {
    return { key, line: text === undefined ? undefined : keyLine(key, text) };
  };
  setEntries(editor, own, [
    line('title', title),
    // A person may know the publisher where the file does not name it.
    ...(publisher === undefined ? [] : [line('publisher', publisher)]),
    line('revision', revision),
    line('date', date),
    line('sha256', sha256),
  ]);
}

/** Adds the services that the part does not have yet. */
export function addServices(
  editor: Editor,
  root: MapNode,
  services: readonly ImportedService[],
): void {
  const existing = mapAt(root, 'services');
  const missing = services.filter(({ name }) => existing?.entries.get(name) === undefined);
  const entries = missing.map((service) => {
    return { name: service.name, text: serviceText(service, 0) };
  });
  if (existing !== undefined) for (const entry of entries) addTo(editor, root, 'services', entry);
  else if (entries.length > 0) addMap(editor, root, 'services', entries);
}

type Entry = { readonly name: string; readonly text: string };

/** Adds an entry to the map at a key of the part, after the last one whose name is before its own. */
function addTo(editor: Editor, root: MapNode, key: string, entry: Entry): void {
  const map = mapAt(root, key);
  const entries = map === undefined ? [] : [...map.entries];
  const after = entries.findLast(({ name }) => compareText(name, entry.name) < 0) ?? entries.at(-1);
  if (map === undefined || after === undefined) addMap(editor, root, key, [entry]);
  else editor.edits.push(insertEntry(editor.layout, map, after, entryContent(entry.text)));
}

function addMap({ layout, edits }: Editor, root: MapNode, key: string, entries: readonly Entry[]) {
  const after: MapEntry | undefined = entryBefore(root, key);
  if (after === undefined) return;
  const contents = entries.map(({ text }) => entryContent(text));
  const block = contents.flatMap((content) => content.block.map((line) => `  ${line}`));
  const flow = `${key}: { ${contents.map((content) => content.flow).join(', ')} }`;
  edits.push(insertEntry(layout, root, after, { block: [`${key}:`, ...block], flow }));
}
