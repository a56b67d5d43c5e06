import type {
  DocumentFact,
  DocumentReader,
  DocumentReading,
  DocumentRow,
  ReaderOptions,
} from '../../src/documents/document.ts';
import { formatDestination } from '../../src/net/destination.ts';
import { formatPortRange } from '../../src/net/port.ts';
import type { Refusal, Result } from '../../src/problem.ts';
import { must } from './policy.ts';

/** What a reader makes of a value that is written as JSON, with each member and item on a line of its own. */
export function readValue(
  reader: DocumentReader,
  value: unknown,
  options: ReaderOptions = {},
): Result<DocumentReading, Refusal> {
  return reader({ name: 'document.json', text: JSON.stringify(value, null, 1) }, options);
}

/** The rows of a value that the reader accepts. */
export function rowsIn(
  reader: DocumentReader,
  value: unknown,
  options: ReaderOptions = {},
): readonly DocumentRow[] {
  return must(readValue(reader, value, options)).rows;
}

/** The rule and the message of the refusal of a value. */
export function refusalOf(
  reader: DocumentReader,
  value: unknown,
  options: ReaderOptions = {},
): string {
  const read = readValue(reader, value, options);
  return read.ok ? 'accepted' : `${read.error.rule}: ${read.error.message}`;
}

/** A fact as a line: `example.com tcp/443`. */
function factText({ destination, ports }: DocumentFact): string {
  return [formatDestination(destination), ...ports.map(formatPortRange)].join(' ');
}

/** What becomes of a row, as a line: its facts, or the kind of its verdict and the reason. */
export function verdictText({ verdict }: DocumentRow): string {
  switch (verdict.kind) {
    case 'facts':
      return verdict.facts.map(factText).join(', ');
    case 'refused':
      return `refused: ${verdict.refusal.message}`;
    default:
      return `${verdict.kind}: ${verdict.reason}`;
  }
}

/** All facts of rows. */
export function factsIn(rows: readonly DocumentRow[]): readonly DocumentFact[] {
  return rows.flatMap(({ verdict }) => (verdict.kind === 'facts' ? verdict.facts : []));
}
