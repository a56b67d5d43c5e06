import { mergePorts, type PortRange, parsePort, parsePortRange } from '../../net/port.ts';
import { failure, success } from '../../problem.ts';
import { parseDate } from '../date.ts';
import type { SourceEntry } from '../document.ts';
import { type Cursor, child, items, text, texts, written } from '../yaml/cursor.ts';
import { textRefusal } from '../yaml/text.ts';
import {
  type Decoded,
  type Decoder,
  decode,
  type KeysOf,
  listOf,
  mapOf,
  oneOf,
  parsed,
} from './decode.ts';
import type { Noun } from './definitions.ts';
import { accept, type Judgement, knownName } from './judgement.ts';

/** A number as the file writes it: `127.1` and `0x7f` are numbers to YAML and disguises to a reviewer. */
function numberText(cursor: Cursor | undefined): string | undefined {
  const isNumber = cursor?.node.kind === 'scalar' && typeof cursor.node.value === 'number';
  return isNumber ? written(cursor) : undefined;
}

/** A text, or a number as the file writes it. */
export function sourceText(cursor: Cursor | undefined): string | undefined {
  return text(cursor) ?? numberText(cursor);
}

/** A text that the schema alone judges. */
export const shapedText: Decoder<string | undefined> = (_context, cursor) => text(cursor);

/** The same, several times. */
export const shapedTexts: Decoder<string[]> = (_context, cursor) => texts(cursor);

/** A text for people: neither empty nor with spaces around it; what it may hold is judged when it is parsed. */
export const freeText = parsed(text, (value) => {
  const refusal = textRefusal(value);
  return refusal === undefined ? success(value) : failure(refusal);
});

/** A day of the calendar, as `2026-12-31`. */
export const date = parsed(text, parseDate);

/** A port number that stands alone, from 1 to 65535, judged on its source text. */
export const port = parsed(numberText, parsePort);

/** The port ranges of a list, sorted and merged; nothing when one of them is wrong. */
export const ports: Decoder<PortRange[] | undefined> = (context, cursor) => {
  const ranges = portRanges(context, cursor);
  return ranges.length === 0 || ranges.length < items(cursor).length
    ? undefined
    : mergePorts(ranges);
};

const portRanges = listOf(portRange);

function portRange(context: Judgement, cursor: Cursor | undefined): PortRange | undefined {
  const source = sourceText(cursor);
  if (cursor === undefined || source === undefined) return undefined;
  // A number without a transport may be wrong in itself: that is said first.
  const number = text(cursor) === undefined ? parsePort(source) : success(0);
  return accept(context, cursor, number.ok ? parsePortRange(source) : number);
}

/** A name that the spec must define. */
export function definedName(noun: Noun): Decoder<string | undefined> {
  return (context, cursor) => knownName(context, noun, cursor);
}

export const inspection = oneOf(['bypass', 'allow']);

/** Application names by target, in the target's own words; none when nothing is written. */
export const applications: Decoder<Readonly<Record<string, readonly string[]>>> =
  mapOf(shapedTexts);

const citationKeys = { section: freeText } satisfies KeysOf<Omit<SourceEntry, 'document'>>;

/** Where in which document a fact stands; without a document that the spec defines, nothing else of it is judged. */
export const citation: Decoder<Citation | undefined> = (context, cursor) => {
  const document = knownName(context, 'document', child(cursor, 'document'));
  return document === undefined
    ? undefined
    : { document, ...decode(context, cursor, citationKeys) };
};

/** Where in which document a fact stands. */
export type Citation = Decoded<typeof citationKeys> & { readonly document: string };
