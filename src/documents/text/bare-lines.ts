import type { Block } from './blocks.ts';
import { type LineReading, readLine } from './lines.ts';

export type LineBlock = Extract<Block, { kind: 'line' }>;

/** Whether a bullet looks like the title of others. */
export function isHead({ text, units, isPure }: LineReading): boolean {
  if (units.length > 0 || isPure) return false;
  const plain = text.trim();
  return /^\*\*\S|:[*_\s]*$/.test(plain) || /^\p{L}[\p{L} &/'-]{0,40}$/u.test(plain);
}

/** Whether a line outside of lists is an entry: it begins with a destination, after a label at most, or only names ports. */
export function isEntry(
  { text, units, mentions, isPure, transport }: LineReading,
  { isCode }: LineBlock,
  goesOn: boolean,
): boolean {
  const [first] = units;
  if (first !== undefined)
    return isPure || (first.isFirst && first.isAdmitted && !first.isFollowed && !goesOn && !isCode);
  const isPorts = isPure && !/:\s*$/.test(text) && (mentions.length > 0 || transport !== '');
  return isPorts && /[:=]|^\W*(?:tcp|udp|\d)/i.test(text);
}

/** The level of a line that is a heading without a mark: below all marked ones; undefined if it is none. */
export function levelOf(
  { text, units }: LineReading,
  { opens, closes, isCode }: LineBlock,
  next: Block | undefined,
): number | undefined {
  const words = text.length > 90 ? [] : text.split(/\s+/);
  if (isCode || units.length > 0 || words.length > 10 || !/\p{L}/u.test(words.join()))
    return undefined;
  if (endsInColon(text)) return words.length > 5 ? undefined : labelLevel;
  const isBold = /^\*\*[^*]+\*\*$/.test(text);
  const isSentence = /[.,;!?][*_\s]*$|^\p{Ll}.* \p{Ll}|^[^:]{1,30}: /u.test(text);
  if (!opens || (isSentence && !isBold)) return undefined;
  const isFollowed =
    next !== undefined && (next.kind !== 'line' || readLine(next.text).units.length > 0);
  return closes || isFollowed ? labelLevel - 1 : undefined;
}

/** The level of a label with a colon: below all headings. */
export const labelLevel = 8;

/** Whether a line ends in a colon. */
export function endsInColon(text: string): boolean {
  return /:[*_\s]*$/.test(text);
}

/** Whether a line of prose is not the end of its sentence. */
export function goesOn(line: string | undefined): boolean {
  return line !== undefined && line.length > 40 && !/[.:;!?][*_\s]*$/.test(line);
}

/** A field of a record that is neither a destination nor a port; undefined for other lines. */
export function fieldIn({
  text,
  units,
}: LineReading): { readonly value: string; readonly isName: boolean } | undefined {
  const [, name = '', value] = /^([\p{L}][\p{L} /-]{1,25})\s?[:=]\s+(\S.{0,60})$/u.exec(text) ?? [];
  if (value === undefined || units.length > 0 || /[.:;]$/.test(value)) return undefined;
  return {
    value,
    isName: /^(?:name|service|component|application|function|dienst|funktion|anwendung)$/i.test(
      name,
    ),
  };
}
