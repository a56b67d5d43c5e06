import type { Inspection, Tier } from '../language/types.ts';
import type { Destination } from '../net/destination.ts';
import type { UrlPath } from '../net/path.ts';
import type { PortRange } from '../net/port.ts';
import type { Refusal, Result } from '../problem.ts';

/** A document that a vendor or a device wrote: its name in messages, and its text with `\n` and without a mark at its start. */
export type DocumentText = { readonly name: string; readonly text: string };

/** What a reader of one format makes of a document. */
export type DocumentReading = {
  readonly facts: DocumentFacts;
  /** Every row that was read, in the order of the document. */
  readonly rows: readonly DocumentRow[];
  /** What a person must know before using the rows: one sentence each. */
  readonly warnings: readonly string[];
  /** The same about the rows that the filters leave. */
  readonly warningsOf?: (rows: readonly DocumentRow[]) => readonly string[];
};

/** What the document says about itself. */
export type DocumentFacts = {
  readonly title?: string | undefined;
  readonly publisher?: string | undefined;
  readonly revision?: string | undefined;
  /** Year-month-day. */
  readonly date?: string | undefined;
};

/** One destination as a document prints it, or words that ask for access and name none. A table's row may be several. */
export type DocumentRow = {
  /** The line of the document on which the row begins, from 1. */
  readonly line: number;
  /** The row's own words: printable, one line, at most `longestWords` characters. */
  readonly words: string;
  readonly section: DocumentSection;
  /** What `--where` can select by. */
  readonly labels: Labels;
  readonly verdict: RowVerdict;
};

/** The values of a row by label. */
export type Labels = ReadonlyMap<string, readonly string[]>;

/**
 * The part of a document that becomes one group. Rows of one key have equal sections: a reader whose rows differ in tier
 * or inspection makes a key for each.
 */
export type DocumentSection = {
  /** The vendor's own key, as a slug: the id of the group is `ID-KEY`, or `ID` if it is empty. Never a position. */
  readonly key: string;
  readonly title: string | undefined;
  readonly purpose: string | undefined;
  /** The vendor's words for where it is: `id 31, category Optimize`, a heading. */
  readonly citation: string | undefined;
  /** Undefined if the document has no word for it. */
  readonly tier: Tier | undefined;
  /** Undefined if the document has no word for it. */
  readonly inspection: Inspection | undefined;
};

/** What becomes of a row. */
export type RowVerdict =
  /** Never empty. Together the facts are not wider than the row. */
  | { readonly kind: 'facts'; readonly facts: readonly DocumentFact[] }
  /** The document asks for something that is not an endpoint: no destination, no port, a placeholder. */
  | { readonly kind: 'unresolved'; readonly reason: string }
  /** Left out on purpose: access to the clients, or within their own network; `leftOutByFilter` if a filter did it. */
  | { readonly kind: 'declined'; readonly reason: string }
  /** Nothing safe can be made of it. The help is an edit of the document or an option. */
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The reason of a row that `--where` or `--only` leaves out: such rows are counted and not listed. */
export const leftOutByFilter = 'by the filter';

/** A destination and its ports. */
export type DocumentFact = {
  readonly destination: Destination;
  /** The whole host unless the row is a URL with a path. */
  readonly path: UrlPath;
  /** `http` or `https` if the row is a URL: then the endpoint is written as one. */
  readonly scheme: 'http' | 'https' | undefined;
  /** Sorted and merged; empty if the document names none: then `--service` says which, or the row stays unresolved. */
  readonly ports: readonly PortRange[];
  /** What the document prints, where the fact differs from it. */
  readonly printed: PrintedText | undefined;
  /** Why it differs, in a sentence. */
  readonly note: string | undefined;
};

/** What a document prints: a URL or another text, a port, or both. */
export type PrintedText = {
  readonly url?: string;
  readonly text?: string;
  readonly port?: number;
};

/** The options of a format. A reader ignores those of others; the command rejects them. */
export type ReaderOptions = {
  /** table: the column of each role, by its header or number. */
  readonly columns?: ReadonlyMap<string, string>;
  /** m365: rows of this kind alone, where an entry has both. */
  readonly only?: 'hosts' | 'networks';
  /** m365: the categories that bypass inspection. */
  readonly bypass?: readonly string[];
  /** ranges: also the hosts that the document lists. */
  readonly hosts?: boolean;
};

/** Reads one format. The refusal is of the whole document; what is wrong with a row is its verdict. */
export type DocumentReader = (
  document: DocumentText,
  options: ReaderOptions,
) => Result<DocumentReading, Refusal>;
