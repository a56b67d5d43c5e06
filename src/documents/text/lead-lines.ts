import { tierIn } from '../kit/tier.ts';
import type { Block } from './blocks.ts';
import { type LineReading, readLine } from './lines.ts';

/** Whether a line gives the lines below it a tier and ports: `Required: TCP port 443 outbound`, and then destinations. */
export function leadsDestinations(
  { text, units, mentions }: LineReading,
  next: Block | undefined,
): boolean {
  const [, label = ''] =
    /^[*_\s]*(\p{L}[\p{L} ]{2,30}?)[*_]*(?::| [-\u2013\u2014] )/u.exec(text) ?? [];
  if (tierIn(label) === undefined || units.length > 0) return false;
  if (!mentions.some(({ isNumbered }) => isNumbered)) return false;
  return (next?.kind === 'item' || next?.kind === 'line') && readLine(next.text).units.length > 0;
}
