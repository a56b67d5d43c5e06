import { type Layout, linesAround } from '../../language/edit/lines.ts';
import type { MapEntry, MapNode, Span } from '../../language/yaml/node.ts';
import { textAt } from './existing-part.ts';

/** The keys of an endpoint that people write, and the importer does not. */
const ownKeys = ['note', 'ticket', 'requester', 'expires', 'inspection', 'applications', 'source'];

const quoted = ['note', 'ticket', 'requester', 'expires'];

/** The notes that the importer itself writes, beside `printed`. */
const importersNote = /^The document (?:also )?prints /;

/** Whether the importer wrote a note. */
export function isImportersNote(note: string | undefined): boolean {
  return note !== undefined && importersNote.test(note);
}

/** Whether people wrote keys in an endpoint. */
export function hasOwnKeys(node: MapNode): boolean {
  return ownEntries(node).length > 0;
}

/** The keys of an endpoint that people wrote. */
export function ownEntries(node: MapNode): MapEntry[] {
  return ownKeys.flatMap((key) => {
    const entry = node.entries.get(key);
    return entry === undefined || isImportersNote(textAt(node, key)) ? [] : [entry];
  });
}

/** The texts that people wrote in a map, by their keys. */
export function notesIn(node: MapNode): (readonly [key: string, text: string])[] {
  return quoted.flatMap((key) => {
    const text = textAt(node, key);
    return text === undefined || isImportersNote(text) ? [] : [[key, text] as const];
  });
}

/** The comments in the lines of an item, and directly above it. */
export function commentsIn({ text }: Layout, { start, end }: Span, column: number): string[] {
  const span = linesAround(text, { start, end }, column);
  return text
    .slice(span.start, span.end)
    .split(/\r?\n/)
    .flatMap((line) => {
      const [, comment = ''] = /(?:^|\s)#\s*(.*)$/.exec(withoutQuoted(line)) ?? [];
      return comment === '' ? [] : [comment];
    });
}

/** A line without texts in quotes, which may contain what looks like a comment. */
function withoutQuoted(line: string): string {
  return line.replaceAll(/"(?:[^"\\]|\\.)*"|(?<=[:,[{]\s*|-\s)'(?:[^']|'')*'/g, '""');
}
