import type { ImportedEndpoint, ImportedGroup, ImportedPart } from '../part.ts';
import { placesOf } from '../places.ts';
import type { RecordGroup } from '../record/record.ts';
import { type ExistingGroup, type ExistingPart, keyOf } from './existing-part.ts';
import type { Former, Kept, Lost } from './former.ts';
import { changedListText, type ListLine, listLinesOf } from './list-lines.ts';

/** The lists of an update, in which what people edited stays. */
export type EditedLists = {
  /** The part without the entries that people removed. */
  readonly part: ImportedPart;
  /** The texts of lists that people may have edited, by their paths from the part. */
  readonly texts: ReadonlyMap<string, string>;
  readonly kept: readonly Kept[];
  readonly lost: readonly Lost[];
};

/** The list files of the last import, by their paths from the part. */
type ListFiles = ReadonlyMap<string, string>;

type Context = {
  readonly existing: ExistingGroup;
  readonly id: string;
  readonly former: RecordGroup;
  readonly files: ListFiles;
  /** Form and value of what the group has in the part and in its lists. */
  readonly present: ReadonlySet<string>;
};

/**
 * Applies a new revision to the lists as people left them. An entry that a person added stays, one that a person removed
 * stays removed, and comments stay with their entries. What goes with an entry of the importer is quoted.
 */
export function editedLists(
  part: ImportedPart,
  existing: ExistingPart,
  former: Former,
  files: ListFiles,
): EditedLists {
  const texts = new Map<string, string>();
  const kept: Kept[] = [];
  const lost: Lost[] = [];
  const groups = part.groups.flatMap((group): ImportedGroup[] => {
    const own = existing.groups.get(group.id);
    const record = former.groups.get(group.id);
    if (own === undefined || record === undefined) return [group];
    const present = presentIn(own, files);
    const context = { existing: own, id: group.id, former: record, files, present };
    const endpoints = group.endpoints.flatMap((endpoint): ImportedEndpoint[] => {
      if (endpoint.form !== 'list' || isRemoved(endpoint, own, former)) return [endpoint];
      return editedList(endpoint, context, { texts, kept, lost });
    });
    return endpoints.length === 0 ? [] : [{ ...group, endpoints }];
  });
  for (const each of lostWithLists(groups, existing, former, files)) lost.push(each);
  return { part: { ...part, groups }, texts, kept, lost };
}

/** Whether a person removed a list as a whole. */
function isRemoved({ value }: ImportedEndpoint, { items }: ExistingGroup, { lists }: Former) {
  return lists.has(value) && !items.some((item) => item.form === 'list' && item.value === value);
}

function presentIn({ items }: ExistingGroup, files: ListFiles): ReadonlySet<string> {
  return new Set(
    items.flatMap((item) =>
      item.form === 'list' ? listedIn(files.get(item.value)) : [keyOf(item)],
    ),
  );
}

/** Form and value of the entries of a list file. */
export function listedIn(text: string | undefined): string[] {
  const lines = listLinesOf(text ?? '').flatMap(({ value }) => value ?? []);
  return placesOf({ form: 'list', value: '', services: [], lines }).map(keyOf);
}

function keyOfLine(line: string): string {
  return placesOf({ form: 'list', value: '', services: [], lines: [line] }).map(keyOf)[0] ?? line;
}

type Changes = {
  readonly texts: Map<string, string>;
  readonly kept: Kept[];
  readonly lost: Lost[];
};

/** A list without what people removed; nothing if no entry is left. */
function editedList(
  endpoint: ImportedEndpoint,
  { id, former, files, present }: Context,
  changes: Changes,
): ImportedEndpoint[] {
  const all = endpoint.lines ?? [];
  const isRemovedLine = (line: string) => {
    const key = keyOfLine(line);
    return former.facts.has(key) && !present.has(key);
  };
  const lines = all.filter((line) => !isRemovedLine(line));
  for (const line of all.filter(isRemovedLine))
    changes.kept.push({ kind: 'removed', group: id, destination: keyOfLine(line) });
  const text = files.get(endpoint.value);
  if (text === undefined) return lines.length === 0 ? [] : [{ ...endpoint, lines }];
  const existing = listLinesOf(text);
  const wanted = new Set(lines);
  const isGone = (value: string) => !wanted.has(value) && former.facts.has(keyOfLine(value));
  for (const line of existing.filter(({ value }) => value !== undefined && isGone(value)))
    for (const each of lostOf(id, line, [])) changes.lost.push(each);
  const changed = changedListText(existing, isGone, lines);
  if (listedIn(changed).length === 0) return [];
  changes.texts.set(endpoint.value, changed);
  return [{ ...endpoint, lines }];
}

/** What people wrote in lists that the part no longer has: also their own entries. */
function lostWithLists(
  written: readonly ImportedGroup[],
  { groups }: ExistingPart,
  former: Former,
  files: ListFiles,
): Lost[] {
  const next = new Set(written.flatMap(({ endpoints }) => endpoints.map(keyOf)));
  return [...groups].flatMap(([id, { items }]) =>
    items
      .filter((item) => item.form === 'list' && former.lists.has(item.value))
      .filter((item) => !next.has(keyOf(item)))
      .flatMap(({ value: path }) =>
        listLinesOf(files.get(path) ?? '').flatMap((line) => {
          const { value } = line;
          const isOwn =
            value !== undefined && former.groups.get(id)?.facts.has(keyOfLine(value)) === false;
          return lostOf(id, line, isOwn ? [[`${ownEntry} ${path}`, value]] : []);
        }),
      ),
  );
}

const ownEntry = 'to keep your entry, write an endpoint of your own; it was in';

function lostOf(group: string, { value, comments }: ListLine, notes: Lost['notes']): Lost[] {
  if (notes.length + comments.length === 0) return [];
  const destination = value === undefined ? undefined : keyOfLine(value);
  return [{ group, destination, notes, comments }];
}
