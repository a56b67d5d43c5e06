import { roleOfHeader } from '../table/headers.ts';

/** What separates the cells of a table: pipes, tabs, or wide blanks. */
export type Layout = 'pipes' | 'tabs' | 'blanks';

/** Whether a line has cells between pipes or tabs. */
export function hasCells(line: string): boolean {
  return hasPipes(line) || hasTabs(line);
}

function hasPipes(line: string): boolean {
  return line.includes('|') && !/^[^|]*\|\s*$/.test(line);
}

function hasTabs(line: string): boolean {
  return /\S\t/.test(line);
}

/**
 * The table that begins in a line, and how many lines it has; undefined if none does. `lineAt` gives the line so many
 * lines below; beyond the end, an empty one.
 */
export function endOfTable(
  lineAt: (next: number) => string,
): { readonly length: number; readonly layout: Layout } | undefined {
  const layout = layoutOf(lineAt(0), lineAt(1));
  if (layout === undefined) return undefined;
  let length = 1;
  while (continues(layout, lineAt(length), lineAt(length - 1))) length += 1;
  return { length, layout };
}

function layoutOf(line: string, next: string): Layout | undefined {
  if (/^\s*\|/.test(line) || (hasPipes(line) && hasPipes(next))) return 'pipes';
  if (hasTabs(line)) return 'tabs';
  return isSpacedHeader(line) ? 'blanks' : undefined;
}

function continues(layout: Layout, line: string, before: string): boolean {
  if (line.trim() === '') return false;
  switch (layout) {
    case 'pipes':
      return line.includes('|') || (/^\s*\|.*[^|\s]\s*$/.test(before) && !/^\s*#/.test(line));
    case 'tabs':
      return hasTabs(line);
    case 'blanks':
      return /\S {2,}\S|^[\s-]+$/.test(line);
  }
}

/** The cells of a line with wide blanks between them, and where each begins. */
function spacedCells(line: string): readonly { readonly at: number; readonly text: string }[] {
  return [...line.matchAll(/\S+(?: \S+)*/g)].map(({ 0: text, index: at }) => ({ at, text }));
}

/** Whether a line names columns, the destinations among them: prose has wide blanks too. */
function isSpacedHeader(line: string): boolean {
  if (line.length > 300 || !/\S {2,}\S/.test(line)) return false;
  const roles = spacedCells(line).map(({ text }) => roleOfHeader(text));
  return (
    roles.length > 1 &&
    roles.includes('host') &&
    roles.filter((role) => role !== undefined).length > 1
  );
}

/** The lines with a tab between their cells; a cell belongs to the column below whose header it begins. */
export function withTabs(lines: readonly string[]): readonly string[] {
  const columns = spacedCells(lines[0] ?? '').map(({ at }) => at);
  return lines.map((line) => {
    if (/^[\s-]+$/.test(line)) return '';
    const cells = columns.map((): string[] => []);
    for (const { at, text } of spacedCells(line)) {
      const column = columns.findLastIndex((start) => start <= at + 1);
      cells[Math.max(0, column)]?.push(text);
    }
    return cells.map((cell) => cell.join(' ')).join('\t');
  });
}
