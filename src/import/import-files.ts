import type { Imported } from './import-document.ts';
import type { ImportRecord } from './record/record.ts';
import { recordText } from './record/text.ts';
import { listTexts, partText } from './text/part.ts';
import { withoutDeclined } from './update/declined.ts';
import { editedLists, listedIn } from './update/edited-lists.ts';
import { type ExistingPart, listsIn, readExistingPart } from './update/existing-part.ts';
import { type Asked, formerOf, type Kept, type Lost } from './update/former.ts';
import { updatePart } from './update/update-part.ts';

/** The texts that an import writes; paths of lists are from the part. */
export type ImportFiles = {
  readonly part: string;
  readonly lists: ReadonlyMap<string, string>;
  /** Lists of the last import that the part no longer names. */
  readonly removedLists: readonly string[];
  readonly record: string;
  readonly kept: readonly Kept[];
  readonly lost: readonly Lost[];
};

/** The files of a first import, without the hosts that the spec declines. */
export function firstFiles(imported: Imported, declined: ReadonlySet<string>): ImportFiles {
  const { part, kept } = withoutDeclined(imported.part, declined);
  return {
    part: partText(part, imported.record.format),
    lists: listTexts(part),
    removedLists: [],
    record: recordText(imported.record),
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
  const { existing, record, lists } = former;
  const allowed = withoutDeclined(imported.part, declined);
  const before = formerOf(record);
  const edited = editedLists(allowed.part, existing, before, lists);
  const updated = updatePart(existing, edited.part, {
    former: before,
    asked,
    listed: listedOf(existing, lists),
    equalServices: (some, others) => keyOfServices(some) === keyOfServices(others),
  });
  const reread = readExistingPart('', updated.text);
  if (!reread.ok) throw new Error('the update of a part made a text that is not YAML');
  const named = listsIn(reread.value);
  return {
    part: updated.text,
    lists: new Map(
      [...listTexts(edited.part), ...edited.texts].filter(([path]) => named.has(path)),
    ),
    removedLists: record.lists.filter((path) => !named.has(path)),
    record: recordText(imported.record),
    kept: [...allowed.kept, ...edited.kept, ...updated.kept],
    lost: [...edited.lost, ...updated.lost],
  };
}

/** Form and value of the lines in the lists of a group. */
function listedOf(
  { groups }: ExistingPart,
  lists: ReadonlyMap<string, string>,
): (group: string) => ReadonlySet<string> {
  return (id) => {
    const items = groups.get(id)?.items ?? [];
    return new Set(
      items.flatMap(({ form, value }) => (form === 'list' ? listedIn(lists.get(value)) : [])),
    );
  };
}
