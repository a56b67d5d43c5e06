import { keepText, nameOf, pathOf, readRefusal, relativePath } from '../spec-folder.ts';
import type { UnfinishedList } from '../types.ts';
import type { Cursor } from '../yaml/cursor.ts';
import type { Context } from './context.ts';
import type { Decoder } from './decode.ts';
import { accept, refuse, refuseAll } from './judgement.ts';
import { type ListEntry, parseList } from './list-file.ts';
import { sourceText } from './values.ts';
import { variablePlace } from './variables.ts';

/** The destinations in the list file that `list` names, each with the location of its line. */
export const list: Decoder<readonly ListEntry[] | undefined, Context> = (context, cursor) => {
  const written = sourceText(cursor);
  if (cursor === undefined || written === undefined) return undefined;
  const [variable] = written.match(/\$\{[^{}]*\}/) ?? [];
  if (variable !== undefined)
    return refuse(context, cursor, variablePlace(variable, written)) ?? [];
  const from = pathOf(context.folder, cursor.document.file);
  const path = accept(context, cursor, relativePath('list', from, written));
  return path === undefined ? [] : readList(context, cursor, written, path);
};

function readList(
  context: Context,
  cursor: Cursor,
  written: string,
  path: string,
): readonly ListEntry[] {
  const known = context.lists.get(path);
  if (known !== undefined) return known;
  const outcome = context.folder.read(path);
  if (outcome.kind !== 'bytes') {
    refuse(context, cursor, readRefusal('list', written, outcome));
    return [];
  }
  const entries = judge(context, path, outcome.bytes);
  context.lists.set(path, entries);
  return entries;
}

function judge(context: Context, path: string, bytes: Uint8Array): readonly ListEntry[] {
  const text = keepText(context.folder, path, bytes);
  if (!text.ok) {
    refuseAll(context, text.error);
    return [];
  }
  const { entries, problems } = parseList(path, nameOf(context.folder, path), text.value);
  refuseAll(context, problems);
  for (const list of unfinished(path, text.value, entries)) context.unfinishedLists.push(list);
  return entries;
}

/** The last entry of the text, if no line feed follows it. */
function unfinished(list: string, text: string, entries: readonly ListEntry[]): UnfinishedList[] {
  const last = entries.at(-1);
  if (last === undefined || text.endsWith('\n')) return [];
  if (last.place.line !== text.split('\n').length) return [];
  return [{ list, written: last.written, place: last.place }];
}
