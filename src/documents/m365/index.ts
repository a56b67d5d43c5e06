import { didYouMean } from '../../language/suggest.ts';
import { failure, type Refusal, type Result, refuse, success } from '../../problem.ts';
import type { DocumentReader, DocumentReading, DocumentRow, ReaderOptions } from '../document.ts';
import { isKind, refuseKind } from '../kit/fields.ts';
import { type JsonValue, parseJson } from '../kit/json.ts';
import { quote } from '../kit/secrets.ts';
import { wholeDocument } from '../kit/section.ts';
import { type Entry, readEntry } from './entry.ts';
import { rowsOf } from './rows.ts';
import { partialWildcards } from './wildcards.ts';

/** Reads the endpoints of Microsoft 365, as its web service returns them: a list of entries. */
export const readM365: DocumentReader = (document, options) => {
  const value = parseJson(document);
  if (!value.ok) return value;
  if (!isKind(value.value, 'array')) {
    return failure(refuseKind('the document', value.value, 'array'));
  }
  return readEntries(value.value.items, options);
};

function readEntries(
  values: readonly JsonValue[],
  options: ReaderOptions,
): Result<DocumentReading, Refusal> {
  const rows: DocumentRow[] = [];
  const entries = new Map<string, Entry>();
  for (const value of values) {
    const entry = isKind(value, 'object')
      ? readEntry(value, options.bypass ?? [])
      : failure(refuseKind('an entry', value, 'object'));
    if (!entry.ok) {
      rows.push(refusedEntry(value.line, entry.error));
      continue;
    }
    const before = entries.get(entry.value.id);
    if (before !== undefined) return failure(refuseRepeated(before, entry.value));
    entries.set(entry.value.id, entry.value);
    for (const row of rowsOf(entry.value, options.only)) rows.push(row);
  }
  const unknown = refuseUnknownBypass([...entries.values()], options.bypass ?? []);
  if (unknown !== undefined) return failure(unknown);
  const facts = { title: 'Microsoft 365 endpoints', publisher: 'Microsoft' };
  return success({ facts, rows, warnings: partialWildcards(rows) });
}

function refusedEntry(line: number, refusal: Refusal): DocumentRow {
  return {
    line,
    words: `the entry on line ${line}`,
    section: wholeDocument,
    labels: new Map(),
    verdict: { kind: 'refused', refusal },
  };
}

function refuseRepeated(before: Entry, { id, line }: Entry): Refusal {
  return refuse(
    'import-repeated-id',
    `the entries on lines ${before.line} and ${line} both have the id ${id}`,
    'download the file again: an id names one entry',
  );
}

/** A category that no entry has is probably mistyped, and would silently bypass nothing. */
function refuseUnknownBypass(
  entries: readonly Entry[],
  bypass: readonly string[],
): Refusal | undefined {
  const known = new Set(entries.flatMap(({ category }) => category ?? []));
  const unknown = bypass.find((category) => !known.has(category));
  if (unknown === undefined) return undefined;
  const message = `no entry has the category ${quote(unknown)} of --bypass`;
  return refuse('import-unknown-category', message, didYouMean(unknown, known));
}
