import { hasDenial } from '../kit/denial.ts';
import { isDestinationLike } from '../kit/destination-like.ts';
import { readLine } from './lines.ts';
import { directionOf, tierWordOf } from './phrases.ts';

/**
 * The lines with those of the page itself left empty: page numbers, and the running heads and footers beside them. As
 * headings they would end the section that goes on behind them.
 */
export function withoutPageMarks(lines: readonly string[]): string[] {
  const plain = lines.map((line) => line.trim());
  const counts = new Map<string, number>();
  for (const line of plain) if (line !== '') counts.set(line, (counts.get(line) ?? 0) + 1);
  const numbers = plain.map(isPageNumber);
  const edges = edgesOf(plain, numbers, lines);
  const title = plain.findIndex((line, at) => line !== '' && numbers[at] === false);
  const running = new Set(
    [...counts]
      .filter(([line, count]) => count > 1 && isNeutral(line))
      .filter(([line]) => line === plain[title] || edges.has(line) || isNotice(line))
      .map(([line]) => line),
  );
  return lines.map((line, at) =>
    numbers[at] === true || (at > title && running.has(plain[at] ?? '')) ? '' : line,
  );
}

const longestMark = 160;

/** `Page 2 of 3`, `Acme Guide    Seite 4`, `2 / 3`. */
function isPageNumber(line: string): boolean {
  if (line.length > longestMark || line.split(/\s+/).some(isDestinationLike)) return false;
  return (
    /^(?:page|seite) {1,3}\d{1,4}(?: {1,3}(?:of|von|\/) {1,3}\d{1,4})?(?:$| {2}|\s*[|\u2013\u2014])/i.test(
      line,
    ) ||
    /(?:^|\s)(?:page|seite) {1,3}\d{1,4} {0,3}(?:of|von|\/) {0,3}\d{1,4}$/i.test(line) ||
    /(?:\s{2}|[|\u2013\u2014] ?)(?:page|seite) {1,3}\d{1,4}$/i.test(line) ||
    /^\d{1,4} {0,3}(?:\/|of|von) {0,3}\d{1,4}$/.test(line)
  );
}

/** The lines that stand at the edge of a page each time: beside a page number or a form feed. */
function edgesOf(
  plain: readonly string[],
  numbers: readonly boolean[],
  lines: readonly string[],
): ReadonlySet<string> {
  const edges = new Set<string>();
  const others = new Set<string>();
  const filled = plain.flatMap((line, at) =>
    line === '' && !lines[at]?.includes('\f') ? [] : [at],
  );
  for (const [index, at] of filled.entries()) {
    const near = [filled[index - 1], filled[index + 1]];
    const isEdge =
      lines[at]?.includes('\f') === true ||
      near.some((next) => next !== undefined && (numbers[next] || plain[next] === '')) ||
      lines[filled[index + 1] ?? -1]?.startsWith('\f') === true;
    (isEdge ? edges : others).add(plain[at] ?? '');
  }
  return new Set([...edges].filter((line) => !others.has(line)));
}

function isNotice(line: string): boolean {
  return /\b(?:confidential|vertraulich|copyright|proprietary|all rights reserved)\b|\u00a9/i.test(
    line,
  );
}

/** Whether a line says nothing about access, so that a repeated one is no heading either. */
function isNeutral(line: string): boolean {
  if (line.length > longestMark || /^(?:[-*+#|>\u2022]|\d)|[:|]$/.test(line)) return false;
  const { units, mentions, transport } = readLine(line);
  return (
    units.length === 0 &&
    mentions.length === 0 &&
    transport === '' &&
    tierWordOf(line) === undefined &&
    directionOf(line) === undefined &&
    !hasDenial(line)
  );
}
