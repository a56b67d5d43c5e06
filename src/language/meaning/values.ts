import { mergePorts, type PortRange, parsePort, parsePortRange } from '../../net/port.ts';
import { parseProtocol } from '../../net/protocol.ts';
import { failure, type Refusal, success } from '../../problem.ts';
import { parseDate } from '../date.ts';
import type { NeverEntry, SourceEntry } from '../document.ts';
import { type Cursor, child, items, text, texts, written } from '../yaml/cursor.ts';
import { textRefusal } from '../yaml/text.ts';
import {
  type Decoded,
  type Decoder,
  decoderOf,
  type KeysOf,
  listOf,
  mapOf,
  oneOf,
  parsed,
} from './decode.ts';
import { fullId, type Noun } from './definitions.ts';
import { accept, type Judgement, knownName, lacks, refuse } from './judgement.ts';

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

/** The ranges of a list; undefined if it is empty, or if one of them has a mistake. */
function rangesWith(
  item: Decoder<PortRange | undefined>,
): Decoder<readonly PortRange[] | undefined> {
  const read = listOf(item);
  return (context, cursor) => {
    const ranges = read(context, cursor);
    return ranges.length === 0 || ranges.length < items(cursor).length ? undefined : ranges;
  };
}

/** The keys for ports and protocols; an entry has at least one of them. */
export const rangeKeys = {
  ports: rangesWith(portRange),
  protocols: rangesWith(parsed(sourceText, parseProtocol)),
} satisfies KeysOf<Pick<NeverEntry, 'ports' | 'protocols'>>;

/** The ports and protocols of an entry, sorted and merged; undefined if it has a mistake there, or neither of them. */
export function entryRanges(
  context: Judgement,
  entry: Cursor,
  { ports, protocols }: Decoded<typeof rangeKeys>,
): PortRange[] | undefined {
  const has = (key: keyof typeof rangeKeys) => child(entry, key) !== undefined;
  if (lacks(context, entry, ['ports', 'protocols'])) return refuse(context, entry, noRanges);
  if ((has('ports') && ports === undefined) || (has('protocols') && protocols === undefined))
    return undefined;
  const ranges = [...(ports ?? []), ...(protocols ?? [])];
  return ranges.length === 0 ? undefined : mergePorts(ranges);
}

const noRanges: Refusal = {
  rule: 'missing-key',
  message: 'expected "ports" or "protocols", found neither',
  help: 'add one, for example: ports: [tcp/443], or protocols: [esp]',
};

function portRange(context: Judgement, cursor: Cursor | undefined): PortRange | undefined {
  const source = sourceText(cursor);
  if (cursor === undefined || source === undefined) return undefined;
  // If a number without a transport is itself wrong, that is the first mistake to report.
  const number = text(cursor) === undefined ? parsePort(source) : success(0);
  return accept(context, cursor, number.ok ? parsePortRange(source) : number);
}

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
