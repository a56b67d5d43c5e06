import { getOrAdd } from '../../maps.ts';
import type { PlacedFix, Problem } from '../../problem.ts';
import {
  codePoints,
  indexSource,
  lineAt,
  lineSpan,
  offsetAt,
  placeAt,
  type SourceText,
} from '../yaml/source.ts';
import { type Edit, EditedText } from './edited-text.ts';
import { replacementOf } from './replacement.ts';
import { mayBeTwoKeys } from './two-keys.ts';

/** An edit and the name of its file in messages. */
export type Candidate = { readonly file: string; readonly edit: Edit };

/** The files of a spec by their names in messages; those without an edit are missing. */
export type EditedFiles = ReadonlyMap<string, EditedText>;

/** A file with the indexes of its current and its original text. */
type Indexed = {
  readonly source: SourceText;
  readonly original: SourceText;
  readonly edited: EditedText;
};

/** The edits that some problems of edited files suggest, each once. */
export function candidatesOf(
  problems: readonly Problem[],
  texts: ReadonlyMap<string, string>,
  edited: EditedFiles,
): Candidate[] {
  const files = new Map<string, Indexed>();
  const candidates = new Map<string, Candidate>();
  for (const problem of problems) {
    const { file } = problem.at;
    const text = texts.get(file);
    if (problem.fix === undefined || text === undefined) continue;
    const indexed = getOrAdd(files, file, () => index(file, text, edited.get(file)));
    const edit = editOf(indexed, problem, problem.fix);
    if (edit !== undefined) candidates.set(keyOf({ file, edit }), { file, edit });
  }
  return [...candidates.values()];
}

function index(file: string, text: string, edited = new EditedText(text)): Indexed {
  const source = indexSource(file, text);
  const original = edited.edits.length === 0 ? source : indexSource(file, edited.original);
  return { source, original, edited };
}

/** Names an edit: the same one in another round has the same key. */
export function keyOf({ file, edit }: Candidate): string {
  return `${edit.start}:${file}`;
}

/** The edit of a fix; undefined if its location contains more than its text, as for a text in quotes or on several lines. */
function editOf(
  { source, original, edited }: Indexed,
  { rule }: Problem,
  fix: PlacedFix,
): Edit | undefined {
  const { at, from } = fix;
  const start = offsetAt(source, at.line, at.column);
  const end = start + from.length;
  const isWhole =
    source.text.startsWith(from, start) && at.length === codePoints(source, start, end);
  if (!isWhole || from === '') return undefined;
  if (rule === 'yaml-syntax' && mayBeTwoKeys(lineAround(source, start))) return undefined;
  const text = replacementOf(source.text, start, fix);
  const span = edited.originalSpan({ start, end });
  if (text === undefined || span === undefined) return undefined;
  return { ...span, text, fix, at: placeAt(original, span.start, span.end) };
}

function lineAround(source: SourceText, offset: number): string {
  const { start, end } = lineSpan(source, lineAt(source, offset));
  return source.text.slice(start, end);
}
