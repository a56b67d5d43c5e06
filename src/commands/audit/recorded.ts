import { visible } from '../../characters.ts';
import type { DocumentReading, DocumentRow } from '../../documents/document.ts';
import { UserError } from '../../errors.ts';
import { readRecord } from '../../import/record/read.ts';
import type { ImportRecord } from '../../import/record/record.ts';
import { textOf } from '../../import/texts.ts';
import { selectRows } from '../../import/where.ts';
import { openFolder, pathOf } from '../../language/spec-folder.ts';
import type { SourceDocument } from '../../language/types.ts';
import { nameOf, readerOf, type SpecWords } from '../shared/spec.ts';

/** The record of the import that wrote the file which lists a document; undefined if none did. */
export function recordOf(
  entry: SourceDocument | undefined,
  words: SpecWords,
): ImportRecord | undefined {
  if (entry === undefined) return undefined;
  const read = readerOf(words);
  const file = entry.place.file.replace(/\.ya?ml$/, '.import.json');
  const outcome = read(pathOf(openFolder(read, nameOf(words)), file));
  if (outcome.kind !== 'bytes') return undefined;
  const record = readRecord(file, new TextDecoder().decode(outcome.bytes));
  if (!record.ok) {
    const { message, help, at } = record.error;
    throw new UserError(`${visible(at.file)}:${at.line}: ${message}; nothing was compared`, help);
  }
  const { id } = record.value;
  // Where a spec is included under a name, the id begins with that name.
  return entry.id === id || entry.id.endsWith(`-${id}`) ? record.value : undefined;
}

/** Tells the rows that an import refused: its answer and its record list them. */
export function refusedIn(record: ImportRecord | undefined): (row: DocumentRow) => boolean {
  const refused = new Set(record?.refused.map(({ words }) => words));
  return ({ words }) => refused.has(textOf(words) ?? '');
}

/**
 * The rows that the filters of an import let through, as the spec has no others, with a warning that says so. Throws a
 * UserError for a filter that names what no row of this document has.
 */
export function filtered(reading: DocumentReading, { options }: ImportRecord): DocumentReading {
  const { where = [], only } = options;
  const selected = selectRows(reading.rows, where);
  if (!selected.ok) {
    const [first] = selected.error;
    const message = first?.message ?? 'the filter of its import selects nothing';
    throw new UserError(`${message}; nothing was compared`, first?.help ?? '');
  }
  const filters = [
    ...where.map((each) => `--where ${each}`),
    ...(only === undefined ? [] : [`--only ${only}`]),
  ];
  if (filters.length === 0) return reading;
  const { length } = selected.value;
  const warning = `${length} of ${reading.rows.length} rows were compared, those that its import takes with ${filters.join(' ')}`;
  return { ...reading, rows: selected.value, warnings: [...reading.warnings, warning] };
}
