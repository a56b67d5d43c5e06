import { mergePorts, type PortRange, parsePort, parsePortRange } from '../../net/port.ts';
import { success } from '../../problem.ts';
import { parseDate } from '../date.ts';
import type { Source } from '../types.ts';
import { type Cursor, child, entries, items, text, texts, written } from '../yaml/cursor.ts';
import { textRefusal } from '../yaml/text.ts';
import { accept, type Context, knownName, refuse } from './context.ts';

/** A text, or a number as the file writes it: `127.1` and `0x7f` are numbers to YAML and disguises to a reviewer. */
export function sourceText(cursor: Cursor | undefined): string | undefined {
  if (cursor?.node.kind !== 'scalar') return undefined;
  return typeof cursor.node.value === 'number' ? written(cursor) : text(cursor);
}

/** A text for people: neither empty nor with spaces around it; what it may hold is judged when it is parsed. */
export function freeText(context: Context, cursor: Cursor | undefined): string | undefined {
  const value = text(cursor);
  if (cursor === undefined || value === undefined) return undefined;
  const refusal = textRefusal(value);
  return refusal === undefined ? value : refuse(context, cursor, refusal);
}

/** The port ranges of a list, sorted and merged; nothing when one of them is wrong. */
export function resolvePorts(
  context: Context,
  cursor: Cursor | undefined,
): PortRange[] | undefined {
  const all = items(cursor);
  const ranges = all.flatMap((item) => resolvePortRange(context, item) ?? []);
  return ranges.length < all.length || all.length === 0 ? undefined : mergePorts(ranges);
}

function resolvePortRange(context: Context, cursor: Cursor): PortRange | undefined {
  const source = sourceText(cursor);
  if (source === undefined) return undefined;
  // A number without a transport may be wrong in itself: that is said first.
  const number = text(cursor) === undefined ? parsePort(source) : success(0);
  return accept(context, cursor, number.ok ? parsePortRange(source) : number);
}

/** A port number that stands alone, judged on its source text. */
export function resolvePort(context: Context, cursor: Cursor | undefined): number | undefined {
  const value = cursor?.node.kind === 'scalar' ? cursor.node.value : undefined;
  if (cursor === undefined || typeof value !== 'number') return undefined;
  return accept(context, cursor, parsePort(written(cursor) ?? ''));
}

/** Where in which document a fact stands. */
export function resolveSource(context: Context, cursor: Cursor | undefined): Source | undefined {
  const document = knownName(context, 'document', child(cursor, 'document'));
  return document === undefined
    ? undefined
    : { document, section: freeText(context, child(cursor, 'section')) };
}

/** A day of the calendar, as `2026-12-31`. */
export function resolveDate(context: Context, cursor: Cursor | undefined): string | undefined {
  const date = text(cursor);
  if (cursor === undefined || date === undefined) return undefined;
  return accept(context, cursor, parseDate(date));
}

/** Application names by target, in the target's own words; none when nothing is written. */
export function resolveApplications(
  cursor: Cursor | undefined,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(entries(cursor).map(([target, names]) => [target, texts(names)]));
}
