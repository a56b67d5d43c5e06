import { editDistance } from '../../language/suggest.ts';
import { formatHost, type Host, type HostName } from '../../net/host.ts';

/** The distance of an extra label, a missing label, or two swapped labels. */
const wholeLabel = 1;
/** A larger distance means another host, not a typing mistake. */
const farthest = wholeLabel;

/**
 * The distance of a name from a host, in labels. The host itself has distance 0. A mistyped label costs a fraction of
 * one label, by its letters. A missing, extra or swapped label costs one. Beyond `farthest`, the distance is infinite.
 */
export function hostDistance(name: HostName, host: Host): number {
  const wanted = formatHost(host).split('.');
  const given = name.split('.');
  // Only the last labels count for a wildcard, because it matches every depth.
  const from = host.kind === 'subdomains' ? given.slice(-wanted.length) : given;
  if (Math.abs(from.length - wanted.length) > farthest) return Number.POSITIVE_INFINITY;
  const distance = labelsDistance(from, wanted);
  return distance <= farthest ? distance : Number.POSITIVE_INFINITY;
}

function labelsDistance(from: readonly string[], to: readonly string[]): number {
  const rows = [to.map((_, column) => column)];
  rows[0]?.push(to.length);
  for (let row = 1; row <= from.length; row += 1) {
    const cells = [row * wholeLabel];
    for (let column = 1; column <= to.length; column += 1)
      cells.push(cellOf(from, to, row, column, rows, cells));
    rows.push(cells);
  }
  return rows[from.length]?.[to.length] ?? Number.POSITIVE_INFINITY;
}

function cellOf(
  from: readonly string[],
  to: readonly string[],
  row: number,
  column: number,
  rows: readonly (readonly number[])[],
  cells: readonly number[],
): number {
  const at = (up: number, left: number): number =>
    (up === 0 ? cells : rows[row - up])?.[column - left] ?? Number.POSITIVE_INFINITY;
  const [mine, theirs] = [from[row - 1] ?? '', to[column - 1] ?? ''];
  const isSwapped = row > 1 && column > 1 && mine === to[column - 2] && from[row - 2] === theirs;
  return Math.min(
    at(1, 0) + wholeLabel,
    at(0, 1) + wholeLabel,
    at(1, 1) + labelDistance(mine, theirs),
    isSwapped ? at(2, 2) + wholeLabel : Number.POSITIVE_INFINITY,
  );
}

/** A fraction of one label if at least half of the letters match; otherwise more than any mistyped label. */
function labelDistance(mine: string, theirs: string): number {
  if (mine === theirs || theirs === '*') return 0;
  const letters = theirs.replaceAll('*', '');
  const longest = Math.max(mine.length, letters.length);
  if (2 * Math.abs(mine.length - letters.length) > longest && letters === theirs)
    return 2 * wholeLabel;
  const distance = editDistance(mine, letters);
  return 2 * distance <= longest ? distance / longest : 2 * wholeLabel;
}
