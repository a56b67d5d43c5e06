import type { PrintedText } from '../documents/document.ts';
import type { Application, Inspection, Tier } from '../language/types.ts';

/** What an import writes: a part for `include`, as values. Every text is valid in a spec. */
export type ImportedPart = {
  /** The id of the document, with which every id begins. */
  readonly id: string;
  readonly document: ImportedDocument;
  /** The services that its endpoints name, sorted by name. */
  readonly services: readonly ImportedService[];
  /** In the order of the document. */
  readonly groups: readonly ImportedGroup[];
  /** In the order of the document. */
  readonly unresolved: readonly ImportedNeed[];
};

export type ImportedDocument = {
  readonly title: string;
  readonly publisher?: string;
  readonly revision?: string;
  /** Year-month-day. */
  readonly date?: string;
  readonly sha256: string;
};

export type ImportedService = {
  readonly name: string;
  /** As the spec writes them, sorted. */
  readonly ports: readonly string[];
  readonly application: Application;
};

export type ImportedGroup = {
  readonly id: string;
  readonly title: string;
  readonly tier: Tier;
  readonly inspection: Inspection;
  readonly purpose?: string;
  /** `source.section`. */
  readonly section?: string;
  /** Sorted by destination; never empty. */
  readonly endpoints: readonly ImportedEndpoint[];
};

/** An endpoint. Form and value are its identity: with other services it is the same one, changed. */
export type ImportedEndpoint = {
  readonly form: 'url' | 'host' | 'network' | 'list' | 'to';
  /** As the spec writes it; for a list, the path of its file from the part. */
  readonly value: string;
  /** Names of services, sorted; never empty. */
  readonly services: readonly string[];
  readonly printed?: PrintedText;
  readonly note?: string;
  /** The lines of the list: canonical, unique, sorted. Of a list only. */
  readonly lines?: readonly string[];
};

export type ImportedNeed = {
  readonly id: string;
  readonly kind: 'demanded' | 'declined';
  readonly text: string;
  /** `source.section`. */
  readonly section?: string;
};
