import { mergePorts, type PortRange } from '../../net/port.ts';
import { numberAcross } from '../../net/port-readings.ts';
import { parsePort, parsePortRange } from '../../net/port-text.ts';
import { parseProtocol } from '../../net/protocol.ts';
import { failure, type Refusal, type Result, success } from '../../problem.ts';
import type { NeverEntry } from '../document.ts';
import { type Cursor, child, items, text } from '../yaml/cursor.ts';
import { type Decoded, type Decoder, type KeysOf, listOf, parsed } from './decode.ts';
import { accept, type Judgement, lacks, refuse } from './judgement.ts';
import { sourceText } from './values.ts';

/** The ports of a list, without items that have a mistake. */
const portItems: Decoder<PortRange[]> = (context, cursor) => {
  const all = items(cursor);
  return all.flatMap((item, index) => {
    const range = rangeOf(item);
    if (range === undefined) return [];
    const parted = partedNumber(all[index - 1], item) ?? partedNumber(item, all[index + 1]);
    const read =
      range.ok || parted === undefined ? range : failure(withBothReadings(range.error, parted));
    return accept(context, item, read) ?? [];
  });
};

function rangeOf(cursor: Cursor): Result<PortRange, Refusal> | undefined {
  const source = sourceText(cursor);
  if (source === undefined) return undefined;
  // If a number without a transport is itself wrong, that is the first mistake to report.
  const number = text(cursor) === undefined ? parsePort(source) : success(0);
  return number.ok ? parsePortRange(source) : number;
}

/** A number that the comma between two items can be in, and both items as one text without the comma. */
type Parted = { readonly number: string; readonly joined: string };

const withoutTransport = /^[0-9]+(?:-[0-9]+)?$/;

/** In brackets, YAML reads `1,433/tcp` as the items `1` and `433/tcp`. Undefined for two items that are not such a text. */
function partedNumber(before: Cursor | undefined, after: Cursor | undefined): Parted | undefined {
  const [left, right] = [plainText(before), plainText(after)];
  if (left === undefined || right === undefined || !isComma(before, after)) return undefined;
  if (!withoutTransport.test(left) && !withoutTransport.test(right)) return undefined;
  const number = numberAcross(left, right);
  return number === undefined ? undefined : { number, joined: left + right };
}

function plainText(cursor: Cursor | undefined): string | undefined {
  const isPlain = cursor?.node.kind === 'scalar' && cursor.node.style === 'plain';
  return isPlain ? cursor.node.source : undefined;
}

// Between the items of a list without brackets are a line break, a dash and a space.
function isComma(before: Cursor | undefined, after: Cursor | undefined): boolean {
  return before !== undefined && after !== undefined && after.node.start - before.node.end < 3;
}

function withBothReadings({ fix: _, ...refusal }: Refusal, { number, joined }: Parted): Refusal {
  const read = parsePortRange(joined);
  const meant = read.ok ? [joined] : (read.error.fix?.to ?? []);
  const written = `${number.slice(0, -3)},${number.slice(-3)}`;
  const whole = meant.length > 0 ? meant.map((each) => `"${each}"`).join(', ') : 'it as one item';
  const help = `${refusal.help}; if "${written}" is one number, write ${whole} in place of both items`;
  return { ...refusal, help };
}

/** The ranges of a list; undefined if it is empty, or if one of them has a mistake. */
function rangesWith(read: Decoder<PortRange[]>): Decoder<readonly PortRange[] | undefined> {
  return (context, cursor) => {
    const ranges = read(context, cursor);
    return ranges.length === 0 || ranges.length < items(cursor).length ? undefined : ranges;
  };
}

/** The keys for ports and protocols; an entry has at least one of them. */
export const rangeKeys = {
  ports: rangesWith(portItems),
  protocols: rangesWith(listOf(parsed(sourceText, parseProtocol))),
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
