import type { Refusal } from '../../problem.ts';
import type { DocumentEntry, EndpointEntry, PrintedEntry, SpecFile } from '../document.ts';
import { child } from '../yaml/cursor.ts';
import {
  type Decoded,
  type Decoder,
  decoderOf,
  type KeysOf,
  optional,
  required,
} from './decode.ts';
import type { HomeKey } from './definitions.ts';
import { refuse } from './judgement.ts';
import { citation, date, freeText, inspection, port, shapedText, shapedTexts } from './values.ts';

/** The keys of the root file that are about the whole spec. */
export const rootKeys = {
  name: required(shapedText, ''),
  prefix: required(shapedText, ''),
  title: required(freeText, ''),
  owner: freeText,
  inspection: required(inspection, 'allow'),
} satisfies KeysOf<Omit<SpecFile, 'version' | 'include' | HomeKey>>;

const printedKeys = { url: freeText, text: freeText, port } satisfies KeysOf<PrintedEntry>;
const readPrinted = decoderOf(printedKeys);

/** What a document prints: a URL or a text that is none, and a port. */
const printed: Decoder<Decoded<typeof printedKeys>> = (context, cursor) => {
  const text = child(cursor, 'text');
  if (text !== undefined && child(cursor, 'url') !== undefined) refuse(context, text, printedTwice);
  return readPrinted(context, cursor);
};

const printedTwice: Refusal = {
  rule: 'printed-twice',
  message: '"printed" has both "url" and "text"',
  help: 'use "url" for a URL, and "text" for anything else',
};

/**
 * The keys of an endpoint that do not change access, but explain why, for whom or how long. A new key is a new row here;
 * reports show all rows in this order.
 */
export const annotationKeys = {
  source: citation,
  /** The text of the document, where the endpoint differs from it. */
  printed: optional(printed),
  ticket: freeText,
  requester: freeText,
  /** An ISO date, the last day. It is compared only with a date that the caller passes. */
  expires: date,
  note: freeText,
} satisfies Partial<KeysOf<EndpointEntry>>;

/** The keys of a document. */
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
