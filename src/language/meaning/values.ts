import { parsePort } from '../../net/port-text.ts';
import { failure, success } from '../../problem.ts';
import { parseDate } from '../date.ts';
import type { SourceEntry } from '../document.ts';
import { type Cursor, child, text, texts, written } from '../yaml/cursor.ts';
import { textRefusal } from '../yaml/text.ts';
import {
  type Decoded,
  type Decoder,
  decoderOf,
  type KeysOf,
  mapOf,
  oneOf,
  parsed,
} from './decode.ts';
import { fullId, type Noun } from './definitions.ts';
import { knownName } from './judgement.ts';

/** A number as the file writes it. YAML reads `127.1` and `0x7f` as numbers; they could hide an address. */
function numberText(cursor: Cursor | undefined): string | undefined {
  const isNumber = cursor?.node.kind === 'scalar' && typeof cursor.node.value === 'number';
  return isNumber ? written(cursor) : undefined;
}

/** A text, or a number as the file writes it. */
export function sourceText(cursor: Cursor | undefined): string | undefined {
  return text(cursor) ?? numberText(cursor);
}

/** A text that only the schema checks. */
export const shapedText: Decoder<string | undefined> = (_context, cursor) => text(cursor);

/** A list of such texts. */
export const shapedTexts: Decoder<string[]> = (_context, cursor) => texts(cursor);

/** A text for people: not empty, no spaces around it, no hidden characters. */
export const freeText = parsed(text, (value) => {
  const refusal = textRefusal(value);
  return refusal === undefined ? success(value) : failure(refusal);
});

/** A date, such as `2026-12-31`. */
export const date = parsed(text, parseDate);

/** A port number without a transport, from 1 to 65535, checked in the spelling of the file. */
export const port = parsed(numberText, parsePort);

/** A name that the spec must define. */
export function definedName(noun: Noun): Decoder<string | undefined> {
  return (context, cursor) => knownName(context, noun, cursor);
}

export const inspection = oneOf(['bypass', 'allow']);

/** Application names by target, as the target spells them; may be empty. */
export const applications: Decoder<Readonly<Record<string, readonly string[]>>> =
  mapOf(shapedTexts);

const sectionKeys = { section: freeText } satisfies KeysOf<Omit<SourceEntry, 'document'>>;
const readSection = decoderOf(sectionKeys);

/** The document and the section that contain a fact. Without a known document, the section is not checked. */
export const citation: Decoder<Citation | undefined> = (context, cursor) => {
  const name = knownName(context, 'document', child(cursor, 'document'));
  if (name === undefined) return undefined;
  const document = fullId(context.names, 'document', name);
  return { document, ...readSection(context, cursor) };
};

/** The document and the section that contain a fact. */
export type Citation = Decoded<typeof sectionKeys> & { readonly document: string };
