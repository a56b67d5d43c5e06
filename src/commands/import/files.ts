import { quote, visible } from '../../characters.ts';
import { InvalidSpec, UserError } from '../../errors.ts';
import { sameBytes } from '../../file-set.ts';
import type { FormerFiles, ImportFiles } from '../../import/import-files.ts';
import { readRecord } from '../../import/record/read.ts';
import { largestRecord } from '../../import/refused-sizes.ts';
import { headWords } from '../../import/text/part.ts';
import { readExistingPart } from '../../import/update/existing-part.ts';
import type { FileChange, FileChanges } from '../../io/change-files.ts';
import { defaultLimit, readerFor } from '../../io/read.ts';
import { type FileReader, readRefusal } from '../../language/spec-folder.ts';
import { decodeUtf8 } from '../../language/yaml/text.ts';
import { type ImportPlaces, listPath, nameIn } from './places.ts';

/** Reads files below the directory of the spec or the part, whichever file is named. */
export function readerIn({ top, spec, part, record }: ImportPlaces): FileReader {
  const root = nameIn({ top }, spec ?? part);
  const [read, readLarge] = [readerFor(root, defaultLimit), readerFor(root, largestRecord)];
  return (path) => (path === record ? readLarge(path) : read(path));
}

/** The bytes of a file; undefined if it does not exist. Throws a UserError for one that cannot be read. */
function bytesOf(read: FileReader, places: ImportPlaces, path: string): Uint8Array | undefined {
  const outcome = read(path);
  if (outcome.kind === 'bytes') return outcome.bytes;
  if (outcome.kind === 'missing') return undefined;
  const { message, help } = readRefusal('include', nameIn(places, path), outcome);
  throw new UserError(`${message}; nothing was written`, help);
}

/** The text of a file; undefined if it does not exist. Throws InvalidSpec for one that is not UTF-8. */
export function textOf(read: FileReader, places: ImportPlaces, path: string): string | undefined {
  const bytes = bytesOf(read, places, path);
  if (bytes === undefined) return undefined;
  const text = decodeUtf8(nameIn(places, path), bytes);
  if (!text.ok) throw new InvalidSpec(text.error, new Map());
  return text.value;
}

/**
 * What an earlier import left; undefined for a first import. Throws a UserError if only the part or only the record is
 * there, and InvalidSpec for files that an update cannot understand.
 */
export function formerFiles(
  read: FileReader,
  places: ImportPlaces,
  { id, format }: { readonly id: string; readonly format: string },
): FormerFiles | undefined {
  const { part, record } = places;
  const [text, recorded] = [textOf(read, places, part), textOf(read, places, record)];
  const [name, recordName] = [nameIn(places, part), nameIn(places, record)];
  if (text === undefined && recorded === undefined) return undefined;
  if (text === undefined) throw withoutPart(name, recordName);
  if (recorded === undefined) throw withoutRecord(places, id, text);
  const parsed = readRecord(recordName, recorded);
  if (!parsed.ok) throw new InvalidSpec([parsed.error], new Map([[recordName, recorded]]));
  requireSameImport(parsed.value, { id, format }, places);
  requireOwnLists(parsed.value, recordName);
  const existing = readExistingPart(name, text);
  if (!existing.ok) throw new InvalidSpec(existing.error, new Map([[name, text]]));
  const lists = parsed.value.lists.flatMap((list): [string, string][] => {
    const content = textOf(read, places, listPath(places, list));
    return content === undefined ? [] : [[list, content]];
  });
  return { existing: existing.value, record: parsed.value, lists: new Map(lists) };
}

function withoutRecord(places: ImportPlaces, id: string, text: string): UserError {
  const [part, record] = [nameIn(places, places.part), nameIn(places, places.record)];
  if (!text.startsWith(headWords))
    return new UserError(
      `${visible(part)} exists, and does not begin as a part of an import; nothing was written`,
      `use another file with --out; if an import wrote it, restore its record ${visible(record)} from version control`,
    );
  return new UserError(
    `${visible(part)} exists, and its record ${visible(record)} does not; nothing was written`,
    `restore the record from version control; or, to start over without what people wrote in the part, ${deletion(places, id)}`,
  );
}

/** The files to delete before an import starts over: a record that is left would stop it, and so would a list. */
function deletion(places: ImportPlaces, id: string): string {
  const lists = nameIn(places, `${listPath(places, id)}/`);
  const files = [nameIn(places, places.part), lists, nameIn(places, places.record)];
  return `delete ${files.map(visible).join(', ')}`;
}

function withoutPart(part: string, record: string): UserError {
  return new UserError(
    `the record ${visible(record)} exists, and its part ${visible(part)} does not; nothing was written`,
    'restore the part from version control, or delete the record to import again from the start',
  );
}

function requireSameImport(
  record: FormerFiles['record'],
  { id, format }: { readonly id: string; readonly format: string },
  places: ImportPlaces,
): void {
  if (record.id === id && record.format === format) return;
  const name = nameIn(places, places.record);
  const other = record.id === id ? 'another id with --id' : 'another file with --out';
  throw new UserError(
    `${visible(name)} is the record of an import of ${record.format} with --id ${record.id}; nothing was written`,
    `to update it, use portolan import ${record.format} and --id ${record.id}; to import another document, use ${other}; to start over without what people wrote in the part, ${deletion(places, record.id)}`,
  );
}

/** Lists are written and removed by the record, so it must not name the file of another program. */
function requireOwnLists({ id, lists }: FormerFiles['record'], name: string): void {
  const other = lists.find((list) => !new RegExp(`^${id}/[a-z0-9-]+\\.txt$`).test(list));
  if (other === undefined) return;
  throw new UserError(
    `${visible(name)} names a list that no import writes: ${quote(other)}; nothing was written`,
    'restore the record from version control',
  );
}

/** Throws a UserError for a file in the place of a new list: it belongs to a person. */
function requireNoOtherLists(
  places: ImportPlaces,
  changes: FileChanges,
  former: FormerFiles | undefined,
): void {
  const own = new Set([
    places.part,
    places.record,
    places.spec,
    ...(former?.record.lists ?? []).map((list) => listPath(places, list)),
  ]);
  const [path] =
    [...changes].find(([each, { before }]) => before !== undefined && !own.has(each)) ?? [];
  if (path === undefined) return;
  throw new UserError(
    `${visible(nameIn(places, path))} exists, and no record says that an import wrote it; nothing was written`,
    'move it away, or use another id with --id',
  );
}

/** The new content of files by their paths from `top`, in the order in which a spec stays valid; undefined removes. */
export function contentsOf(
  places: ImportPlaces,
  files: ImportFiles,
  spec: string | undefined,
): ReadonlyMap<string, string | undefined> {
  return new Map([
    ...[...files.lists].map(([list, text]) => [listPath(places, list), text] as const),
    [places.part, files.part] as const,
    ...(spec === undefined || places.spec === undefined ? [] : [[places.spec, spec] as const]),
    [places.record, files.record] as const,
    ...files.removedLists.map((list) => [listPath(places, list), undefined] as const),
  ]);
}

/**
 * The changes of files whose content differs. New content gets the line ends of the old one. Throws a UserError if a file
 * of a person would be replaced.
 */
export function changesOf(
  read: FileReader,
  places: ImportPlaces,
  contents: ReadonlyMap<string, string | undefined>,
  former: FormerFiles | undefined,
): FileChanges {
  const all = [...contents].map(([path, text]): [string, FileChange] => {
    const before = bytesOf(read, places, path);
    return [path, { before, after: text === undefined ? undefined : bytesLike(before, text) }];
  });
  const changes = new Map(all.filter(([, { before, after }]) => !sameBytes(before, after)));
  requireNoOtherLists(places, changes, former);
  return changes;
}

function bytesLike(before: Uint8Array | undefined, text: string): Uint8Array {
  const hasReturns = before?.includes(returnByte) === true && !text.includes('\r');
  return Buffer.from(hasReturns ? text.replaceAll('\n', '\r\n') : text);
}

const returnByte = 13;
