import { joinBroken } from '../kit/broken.ts';
import { plainMarkup, withoutComments } from './markup.ts';
import { withoutPageMarks } from './pages.ts';
import { endOfTable, hasCells, type Layout } from './table-lines.ts';

/** A piece of a document. */
export type Block =
  | {
      readonly kind: 'heading';
      readonly level: number;
      readonly text: string;
      readonly line: number;
    }
  /** `indent` orders items by their depth. */
  | {
      readonly kind: 'item';
      readonly indent: number;
      readonly text: string;
      readonly line: number;
      /** Its last line. */
      readonly end: number;
      /** Whether it is the definition of the term in the line above. */
      readonly isDefinition: boolean;
    }
  /** A line outside of lists. `opens`: whether it begins a paragraph. `isCode`: whether it is in a block of code. */
  | {
      readonly kind: 'line';
      readonly text: string;
      readonly line: number;
      readonly opens: boolean;
      readonly closes: boolean;
      readonly isCode: boolean;
    }
  /** Lines of cells in a row, as they are written. */
  | {
      readonly kind: 'table';
      readonly layout: Layout;
      readonly lines: readonly string[];
      readonly line: number;
    };

/** Splits a text into its blocks, in order. */
export function blocksOf(text: string): Block[] {
  const written = withoutPageMarks(withoutComments(text).split('\n'));
  const lines = joinBroken(written, (line) => !isPlain(line));
  const blocks: Block[] = [];
  let at = 0;
  let fence: string | undefined;
  while (at < lines.length) {
    const mark = /^\s{0,12}(`{3,}|~{3,})/.exec(lines[at] ?? '')?.[1];
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence))) {
      fence = fence === undefined ? mark : undefined;
      at += 1;
      continue;
    }
    const next = fence === undefined ? readBlock(lines, at) : readCode(lines, at);
    if (next.block !== undefined) blocks.push(next.block);
    at = next.to;
  }
  return blocks;
}

type Read = { readonly block: Block | undefined; readonly to: number };

function readCode(lines: readonly string[], at: number): Read {
  const text = (lines[at] ?? '').trim();
  const to = at + 1;
  if (text === '') return { block: undefined, to };
  return { block: { kind: 'line', text, line: to, opens: true, closes: true, isCode: true }, to };
}

function readBlock(lines: readonly string[], at: number): Read {
  const line = withoutQuote(lines[at] ?? '');
  if (isBlank(line) || isRule(line)) return { block: undefined, to: at + 1 };
  return (
    readHeading(lines, at) ?? readTable(lines, at) ?? readItem(lines, at) ?? readLine(lines, at)
  );
}

function withoutQuote(line: string): string {
  return line.replace(/^\s{0,3}(?:>\s?){1,5}/, '');
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}

/** A rule between parts, a line below a heading, or the target of a link. */
function isRule(line: string): boolean {
  return (
    /^\s*(?:[-=_*~+]\s*){3,}$/.test(line.slice(0, 400)) ||
    /^\s{0,3}\[[^\]]{1,60}\]:\s*\S+$/.test(line.slice(0, 400))
  );
}

function readHeading(lines: readonly string[], at: number): Read | undefined {
  const line = withoutQuote(lines[at] ?? '');
  const [, marks = '', words = ''] = /^\s{0,3}(#{1,6})(?:\s+(\S.*))?$/.exec(line) ?? [];
  if (marks !== '') {
    const text = plainMarkup(words.replace(/\s#+\s*$/, '')).trim();
    return { block: { kind: 'heading', level: marks.length, text, line: at + 1 }, to: at + 1 };
  }
  const html = /^\s*<h([1-6])(?:\s[^<>]{0,300})?>(.{1,500}?)<\/h[1-6]>\s*$/i.exec(
    line.slice(0, 1000),
  );
  if (html !== null)
    return {
      block: {
        kind: 'heading',
        level: Number(html[1]),
        text: plainMarkup(html[2] ?? '').trim(),
        line: at + 1,
      },
      to: at + 1,
    };
  const below = lines[at + 1] ?? '';
  const isUnderlined = /^\s{0,3}(?:=+|-{3,})\s*$/.test(below.slice(0, 400)) && below.length < 400;
  if (!isUnderlined || line.length > 200 || /\t|\S {2,}\S|^\s*[-*+|>]/.test(line)) return undefined;
  const level = below.includes('=') ? 1 : 2;
  return {
    block: { kind: 'heading', level, text: plainMarkup(line).trim(), line: at + 1 },
    to: at + 2,
  };
}

const bullet =
  /^(\s*)([-*+\u2022\u25cf\u25cb\u25e6\u25aa\u25ab\u25a0\u25a1\u2013\u2014\u00b7\u2023\u2043\u27a2\u2192\uf0b7\u00a7]|o(?=\s)|\(?\d{1,3}[.)]|\(?[a-z][.)])(?:\s+|$)(.*)$/;

/** Marks of deeper levels, in texts that lost their indentation. */
const deeper: Readonly<Record<string, number>> = {
  o: 1,
  '\u25cb': 1,
  '\u25e6': 1,
  '\u25aa': 2,
  '\u25ab': 2,
  '\u25a0': 2,
  '\u25a1': 2,
  '\u00a7': 2,
};

function readItem(lines: readonly string[], at: number): Read | undefined {
  const found = bullet.exec(withoutQuote(lines[at] ?? ''));
  if (found === null) return undefined;
  const [, blank = '', mark = '', first = ''] = found;
  const indent = 10 * widthOf(blank) + (deeper[mark] ?? 0);
  const parts = [first.replace(/^\[[ xX]\]\s+/, '')];
  let to = at + 1;
  if (first === '' && isPlain(lines[to] ?? '')) {
    parts.push(lines[to] ?? '');
    to += 1;
  }
  while (continues(lines[to] ?? '', parts.at(-1) ?? '', widthOf(blank))) {
    parts.push(lines[to] ?? '');
    to += 1;
  }
  const text = parts
    .map((part) => plainMarkup(part).trim())
    .join(' ')
    .trim();
  return {
    block:
      text === ''
        ? undefined
        : { kind: 'item', indent, text, line: at + 1, end: to, isDefinition: false },
    to,
  };
}

function widthOf(blank: string): number {
  return blank.replaceAll('\t', '    ').length;
}

/** A line that is no heading, item, table or rule. */
function isPlain(line: string): boolean {
  return (
    !isBlank(line) &&
    !isRule(line) &&
    !bullet.test(line) &&
    !/^\s{0,3}#{1,6}\s|^\s*(?:```|~~~|\||>)|\t\S/.test(line)
  );
}

/** Whether a line belongs to the item before it: it is indented, or an unfinished sentence goes on. */
function continues(line: string, before: string, indent: number): boolean {
  if (!isPlain(line) || hasCells(line.trim())) return false;
  const [blank = ''] = /^\s*/.exec(line) ?? [];
  if (widthOf(blank) > indent) return true;
  return (
    /^\p{Ll}/u.test(line) && /[\p{L}\p{N},]$/u.test(before.trimEnd()) && !/^\S+\.\S+/.test(line)
  );
}

function readTable(lines: readonly string[], at: number): Read | undefined {
  const isItem = bullet.test(withoutQuote(lines[at] ?? ''));
  const found = isItem ? undefined : endOfTable((next) => withoutQuote(lines[at + next] ?? ''));
  if (found === undefined) return undefined;
  const { length, layout } = found;
  const written = lines.slice(at, at + length).map(withoutQuote);
  return { block: { kind: 'table', layout, lines: written, line: at + 1 }, to: at + length };
}

function readLine(lines: readonly string[], at: number): Read {
  const line = withoutQuote(lines[at] ?? '');
  const definition = /^\s{0,3}:\s+(.*)$/.exec(line);
  const text = plainMarkup(definition?.[1] ?? line).trim();
  const to = at + 1;
  if (text === '') return { block: undefined, to };
  if (definition !== null)
    return { block: { kind: 'item', indent: 5, text, line: to, end: to, isDefinition: true }, to };
  const [opens, closes] = [!isPlain(lines[at - 1] ?? ''), !isPlain(lines[to] ?? '')];
  return { block: { kind: 'line', text, line: to, opens, closes, isCode: false }, to };
}
