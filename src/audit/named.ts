import type { DocumentFact, DocumentReading, DocumentRow } from '../documents/document.ts';
import type { Tier } from '../language/types.ts';
import { getOrAdd } from '../maps.ts';
import { type Destination, formatDestination } from '../net/destination.ts';
import { DestinationIndex } from '../net/destination-index.ts';
import { type UrlPath, wholeHost } from '../net/path.ts';
import { formatPortRange, type PortRange } from '../net/port.ts';
import type { RowSide } from './report.ts';
import { tokensOf } from './tokens.ts';

/** A destination that a document names, with every way in which it does. */
export type NamedDestination = {
  readonly destination: Destination;
  readonly path: UrlPath;
  /** The destination, with the scheme and path of a URL. */
  readonly subject: string;
  readonly requests: readonly NamedRequest[];
};

/** What a document wants of a destination: equal rows are one. */
export type NamedRequest = {
  /** Empty if the document names none. */
  readonly ports: readonly PortRange[];
  /** The ports as a text: equal for equal ports. */
  readonly portsKey: string;
  readonly tier: Tier | undefined;
  readonly rows: readonly RowSide[];
  /** The words of the rows, and what they print where the destination differs from it. */
  readonly tokens: ReadonlySet<string>;
  /** The whole words of the rows. */
  readonly words: ReadonlySet<string>;
  /** What the rows print for exactly this destination. */
  readonly printed: ReadonlySet<string>;
};

type MutableRequest = NamedRequest & {
  readonly rows: RowSide[];
  readonly tokens: Set<string>;
  readonly words: Set<string>;
  readonly printed: Set<string>;
};

type MutableNamed = NamedDestination & { readonly byMeaning: Map<string, MutableRequest> };

/** All that a document names, by destination. */
export class NamedIndex {
  readonly #byDestination = new DestinationIndex<{ readonly paths: Map<string, MutableNamed> }>();
  readonly #all: MutableNamed[] = [];

  constructor({ rows }: DocumentReading) {
    for (const row of rows) {
      if (row.verdict.kind !== 'facts') continue;
      for (const fact of row.verdict.facts) this.#add(row, fact);
    }
  }

  /** Whether the document names a port anywhere: lists of addresses name none. */
  get hasPorts(): boolean {
    return this.#all.some(({ requests }) => requests.some(({ ports }) => ports.length > 0));
  }

  /** In the order of the document. */
  get all(): readonly NamedDestination[] {
    return this.#all;
  }

  /** Those of exactly this destination, with any path. */
  of(destination: Destination): readonly NamedDestination[] {
    return valuesOf(this.#byDestination.find(destination));
  }

  /**
   * Is one accepted that overlaps this destination, or perhaps another one? Asks in any order, and for no more of them
   * than that needs.
   */
  someNear(destination: Destination, accept: (named: NamedDestination) => boolean): boolean {
    if (destination.kind === 'any') return this.#all.some(accept);
    return this.#byDestination.someNear(destination, ({ paths }) =>
      [...paths.values()].some(accept),
    );
  }

  /** Is one accepted that covers this destination, or perhaps another one? Asks for no more of them than that needs. */
  someCovering(destination: Destination, accept: (named: NamedDestination) => boolean): boolean {
    return this.#byDestination.someCovering(destination, ({ paths }) =>
      [...paths.values()].some(accept),
    );
  }

  #add(row: DocumentRow, fact: DocumentFact): void {
    const { destination, path, scheme } = fact;
    const { paths } = this.#byDestination.getOrAdd(destination, () => ({ paths: new Map() }));
    const named = getOrAdd(paths, `${scheme} ${path}`, () => {
      const byMeaning = new Map<string, MutableRequest>();
      const made = {
        destination,
        path,
        subject: subjectOf(fact),
        byMeaning,
        get requests() {
          return [...byMeaning.values()];
        },
      };
      this.#all.push(made);
      return made;
    });
    addRequest(named, row, fact);
  }
}

function valuesOf(
  entry: { readonly paths: ReadonlyMap<string, MutableNamed> } | undefined,
): readonly MutableNamed[] {
  return entry === undefined ? [] : [...entry.paths.values()];
}

function addRequest({ byMeaning }: MutableNamed, row: DocumentRow, fact: DocumentFact): void {
  const { ports, printed } = fact;
  const { tier } = row.section;
  const portsKey = ports.map(formatPortRange).join(' ');
  const request = getOrAdd(byMeaning, `${tier} ${portsKey}`, () => ({
    ports,
    portsKey,
    tier,
    rows: [],
    tokens: new Set<string>(),
    words: new Set<string>(),
    printed: new Set<string>(),
  }));
  request.rows.push({ line: row.line, words: row.words });
  request.words.add(row.words);
  for (const token of tokensOf(row.words)) request.tokens.add(token);
  for (const text of [printed?.url, printed?.text]) {
    if (text === undefined) continue;
    request.tokens.add(text);
    request.printed.add(text);
  }
}

/** A destination in a message, with the scheme and path of a URL. */
export function subjectOf({
  destination,
  path,
  scheme,
}: Pick<DocumentFact, 'destination' | 'path' | 'scheme'>): string {
  const text = formatDestination(destination);
  if (scheme === undefined) return path === wholeHost ? text : `${text}${path}`;
  const host = destination.kind === 'network' && text.includes(':') ? `[${text}]` : text;
  return `${scheme}://${host}${path}`;
}
