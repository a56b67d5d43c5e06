import type { DocumentEntry, EndpointEntry, PrintedEntry, SpecFile } from '../document.ts';
import { decode, type KeysOf, optional, required } from './decode.ts';
import type { HomeKey } from './definitions.ts';
import { citation, date, freeText, inspection, port, shapedText, shapedTexts } from './values.ts';

/** The keys of the root file that are about the whole spec. */
export const rootKeys = {
  name: required(shapedText, ''),
  prefix: required(shapedText, ''),
  title: required(freeText, ''),
  owner: freeText,
  inspection: required(inspection, 'allow'),
} satisfies KeysOf<Omit<SpecFile, 'version' | 'include' | HomeKey>>;

const printedKeys = { url: freeText, port } satisfies KeysOf<PrintedEntry>;

/**
 * The keys of an endpoint that open nothing, but say why, for whom or how long. A new one is a row here, and is told
 * of wherever the others are, in the order of the rows.
 */
export const annotationKeys = {
  source: citation,
  /** What the document says, where the endpoint says it otherwise. */
  printed: optional((context, cursor) => decode(context, cursor, printedKeys)),
  ticket: freeText,
  requester: freeText,
  /** An ISO date, the last day; judged only against a date that the caller gives. */
  expires: date,
  note: freeText,
} satisfies Partial<KeysOf<EndpointEntry>>;

/** The keys of a document that facts come from. */
export const documentKeys = {
  title: required(freeText, ''),
  publisher: freeText,
  domains: shapedTexts,
  revision: freeText,
  /** An ISO date. */
  date,
  url: shapedText,
  sha256: shapedText,
} satisfies KeysOf<DocumentEntry>;
