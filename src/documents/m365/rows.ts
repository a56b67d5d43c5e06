import { canonicalHost, parseHost } from '../../net/host-text.ts';
import { wholeHost } from '../../net/path.ts';
import type { PortRange } from '../../net/port.ts';
import { refuse } from '../../problem.ts';
import {
  type DocumentFact,
  type DocumentRow,
  leftOutByFilter,
  type ReaderOptions,
  type RowVerdict,
} from '../document.ts';
import { type PrintedDestination, readDestination } from '../kit/destination.ts';
import { isKind, refuseKind, scalarText } from '../kit/fields.ts';
import type { JsonValue } from '../kit/json.ts';
import { quote } from '../kit/secrets.ts';
import { plainWords } from '../kit/words.ts';
import type { Entry } from './entry.ts';

type Key = 'urls' | 'ips';

/** A row for each destination of an entry. Where it has both kinds, `only` chooses one. */
export function rowsOf(entry: Entry, only: ReaderOptions['only']): DocumentRow[] {
  const { urls, ips, section, labels } = entry;
  const hasBoth = urls.length > 0 && ips.length > 0;
  const skipped = hasBoth ? skippedBy(only) : undefined;
  const rowOf = (key: Key) => (item: JsonValue) => ({
    line: item.line,
    words: wordsOf(item),
    section,
    labels,
    verdict: key === skipped ? byTheFilter : verdictOf(item, key, entry.ports),
  });
  const rows = [...urls.map(rowOf('urls')), ...ips.map(rowOf('ips'))];
  return rows.length > 0 ? rows : [withoutDestination(entry)];
}

const byTheFilter: RowVerdict = { kind: 'declined', reason: leftOutByFilter };

function skippedBy(only: ReaderOptions['only']): Key | undefined {
  if (only === undefined) return undefined;
  return only === 'hosts' ? 'ips' : 'urls';
}

function wordsOf(item: JsonValue): string {
  return plainWords(scalarText(item) ?? `${item.kind} on line ${item.line}`);
}

function withoutDestination({ line, section, labels }: Entry): DocumentRow {
  const words = plainWords([section.title, section.purpose ?? ''].join('. '));
  const reason = 'the entry names no destination';
  return { line, words, section, labels, verdict: { kind: 'unresolved', reason } };
}

function verdictOf(item: JsonValue, key: Key, ports: readonly PortRange[]): RowVerdict {
  if (!isKind(item, 'text')) {
    return { kind: 'refused', refusal: refuseKind(`an item of "${key}"`, item, 'text') };
  }
  const host = parseHost(canonicalHost(item.text) ?? item.text);
  if (key === 'urls' && host.ok) {
    // A star inside a label is a pattern here: `*-files.example.com` has no other meaning.
    const destination = { kind: 'host', host: host.value } as const;
    return { kind: 'facts', facts: [{ ...plain, destination, ports }] };
  }
  const reading = readDestination(item.text);
  if (reading.kind !== 'destinations') return reading;
  const { destinations } = reading;
  return destinations.some((each) => !fits(each, key))
    ? misplaced(item.text, key)
    : { kind: 'facts', facts: destinations.map((each) => factOf(each, ports)) };
}

const plain = { path: wholeHost, scheme: undefined, printed: undefined, note: undefined };

function factOf(each: PrintedDestination, ports: readonly PortRange[]): DocumentFact {
  const { destination, printed, note } = each;
  return { ...plain, destination, ports, printed, note };
}

/** Whether it is a host or an address alone: the ports are those of the entry, and the list has no paths. */
function fits({ destination, path, scheme, port }: PrintedDestination, key: Key): boolean {
  const isBare = scheme === undefined && port === undefined && path === wholeHost;
  return isBare && (key === 'urls' || destination.kind === 'network');
}

function misplaced(text: string, key: Key): RowVerdict {
  const expected = key === 'urls' ? 'a host without a scheme, a port or a path' : 'a network';
  const message = `expected ${expected} in "${key}", found ${quote(text)}`;
  const help = 'add an endpoint of your own for it';
  return { kind: 'refused', refusal: refuse('import-not-a-destination', message, help) };
}
