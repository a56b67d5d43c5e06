import type { Imported } from './import-document.ts';
import type { ImportRecord, RecordRow } from './record/record.ts';
import { recordText } from './record/text.ts';
import { listTexts, partText } from './text/part.ts';
import { withoutDeclined } from './update/declined.ts';
import { editedLists, type ListFiles, listedIn } from './update/edited-lists.ts';
import { type ExistingPart, listsIn, readExistingPart } from './update/existing-part.ts';
import { type Asked, formerOf, type Kept, type Lost } from './update/former.ts';
import { leftOutRows } from './update/left-out.ts';
import { listLinesOf } from './update/list-lines.ts';
import { placeMoves } from './update/placed.ts';
import { withFormerIds } from './update/renames.ts';
import { updatePart } from './update/update-part.ts';

/** The texts that an import writes; paths of lists are from the part. */
export type ImportFiles = {
  readonly part: string;
  readonly lists: ReadonlyMap<string, string>;
  /** Lists of the last import that the part no longer names. */
  readonly removedLists: readonly string[];
  readonly record: string;
  /** The record as it is written: what stays in another group than the document's is recorded where it stays. */
  readonly recorded: ImportRecord;
  /** Rows of which nothing is written, because a person removed or declined what they ask for. */
  readonly leftOut: readonly RecordRow[];
  readonly kept: readonly Kept[];
  readonly lost: readonly Lost[];
};

/** The files of a first import, without the hosts that the spec declines. */
export function firstFiles(
  imported: Imported,
  declined: ReadonlySet<string>,
  out?: string,
): ImportFiles {
  const { part, kept } = withoutDeclined(imported.part, declined);
  return {
    part: partText(part, imported.record.format, out),
    lists: listTexts(part),
    removedLists: [],
    record: recordText(imported.record),
    recorded: imported.record,
    leftOut: leftOutRows(imported.taken, imported.part, kept),
    kept,
    lost: [],
  };
}

/** What an earlier import left on the disk, and people edited. */
export type FormerFiles = {
  readonly existing: ExistingPart;
  readonly record: ImportRecord;
  /** The texts of the lists that the record names, by their paths from the part; without missing ones. */
  readonly lists: ReadonlyMap<string, string>;
};

/** The part of an earlier import, its groups by the ids that the document gives them. */
export function existingIn(former: FormerFiles): ExistingPart {
  return withFormerIds(former.existing, former.record, entriesOf(linesOf(former)));
}

/** The lines of the lists of an earlier import. */
function linesOf({ lists }: FormerFiles): ListFiles {
  return new Map([...lists].map(([path, text]) => [path, listLinesOf(text)] as const));
}

export type UpdateOptions = {
  readonly asked: Asked;
  /** Equal for services with equal ports and applications, whatever their names. */
  readonly keyOfServices: (names: readonly string[]) => string;
  /** The hosts that the spec declines. */
  readonly declined: ReadonlySet<string>;
};

/** The files of an update. */
export function updatedFiles(
  former: FormerFiles,
  imported: Imported,
  { asked, keyOfServices, declined }: UpdateOptions,
): ImportFiles {
  const { record } = former;
  const existing = existingIn(former);
  const listLines = linesOf(former);
  const placed = placeMoves({ existing, record, lists: entriesOf(listLines) }, imported, asked);
  const allowed = withoutDeclined(placed.part, declined);
  const before = formerOf(record);
  const edited = editedLists(allowed.part, existing, before, listLines);
  const updated = updatePart(existing, edited.part, {
    former: before,
    asked,
    listed: listedOf(existing, listLines),
    followed: placed.followed,
    leaving: placed.leaving,
    held: placed.held,
    equalServices: (some, others) => keyOfServices(some) === keyOfServices(others),
  });
  const reread = readExistingPart('', updated.text);
  if (!reread.ok) throw new Error('the update of a part made a text that is not YAML');
  const allKept = [...allowed.kept, ...placed.kept, ...edited.kept, ...updated.kept];
  const named = listsIn(reread.value);
  return {
    part: updated.text,
    lists: new Map(
      [...listTexts(edited.part), ...edited.texts].filter(([path]) => named.has(path)),
    ),
    removedLists: record.lists.filter((path) => !named.has(path)),
    record: recordText(placed.record),
    recorded: placed.record,
    leftOut: leftOutRows(imported.taken, imported.part, allKept),
    kept: [...renamesOf(existing), ...allKept.map((each) => underOwnId(each, existing))],
    lost: [...edited.lost, ...updated.lost].map((each) => underOwnId(each, existing)),
  };
}

/** The groups that keep the ids that a person gave them. */
function renamesOf({ renamed }: ExistingPart): Kept[] {
  return [...renamed].map(([document, group]) => ({ kind: 'renamed', group, document }));
}

/** The same with the id that the group has in the part. */
function underOwnId<Item extends { readonly group: string }>(
  item: Item,
  { renamed }: ExistingPart,
): Item {
  return { ...item, group: renamed.get(item.group) ?? item.group };
}

/** Form and value of the lines in the lists of a group. */
function listedOf(
  { groups }: ExistingPart,
  lists: ListFiles,
): (group: string) => ReadonlySet<string> {
  return (id) => {
    const items = groups.get(id)?.items ?? [];
    return new Set(
      items.flatMap(({ form, value }) => (form === 'list' ? listedIn(lists.get(value)) : [])),
    );
  };
}

/** The entries of each list. */
function entriesOf(lists: ListFiles): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...lists].map(([path, lines]) => [path, lines.flatMap(({ value }) => value ?? [])]),
  );
}
