import { notationOf } from '../../net/network-notation.ts';
import { breakMark } from '../kit/break-mark.ts';
import { isBroken } from '../kit/broken.ts';
import { isDestinationLike } from '../kit/destination-like.ts';
import { type Place, readPlace } from './places.ts';

/** A line as the destinations that it prints, and the words before, between and behind them: one more than places. */
export type Scan = { readonly gaps: readonly string[]; readonly places: readonly Place[] };

/** A placeholder may contain blanks: `<directory id>.example.com`. */
const words = /(?:<[^<>\n]{1,64}>|\S)+/g;

/** Finds the destinations of a line. Each is a whole word: a part of one would be another destination. */
export function scanLine(line: string): Scan {
  const gaps: string[] = [];
  const places: Place[] = [];
  const text = withWholeWords(withWholeRanges(line));
  let from = 0;
  for (const { at, part } of partsOf(text)) {
    const start = at + leadOf(part);
    const isMarked = /[*_]$/.test(part.slice(0, start - at));
    const core = coreOf(part.slice(start - at), isMarked);
    const place = isVersion(text, start) ? undefined : readPlace(core);
    if (place === undefined) continue;
    gaps.push(text.slice(from, start));
    places.push(place);
    from = start + core.length;
  }
  return { gaps: [...gaps, text.slice(from)], places };
}

/** `192.0.2.1 - 192.0.2.9` as one word. */
function withWholeRanges(line: string): string {
  return line
    .replaceAll(masked, (written) => notationOf(written)?.networks[0] ?? written)
    .replaceAll(
      /(\d{1,3}(?:\.\d{1,3}){3}) {0,3}(?:[-\u2010-\u2015]|to|bis) {0,3}(?=\d{1,3}(?:\.\d{1,3}){3}(?![\d.]))/g,
      '$1-',
    );
}

/** `updates.acme- products.example` as one word: a hyphen broke it. */
function withWholeWords(line: string): string {
  return line.replaceAll(
    /(\S{1,300}[-\u2010\u00ad])[ \t]{1,20}(?=(\S{1,300}))/g,
    (whole, head, rest) =>
      isDestinationLike(head) && isDestinationLike(rest) && isBroken(head, rest)
        ? `${head}${breakMark}`
        : whole,
  );
}

// The masks of other tools begin so; an address beside another one nearly never does.
const masked = /(?<![\w.:/])\d{1,3}(?:\.\d{1,3}){3}[ \t]{1,3}(?:255|0)(?:\.\d{1,3}){3}(?![\w.:/])/g;

type Part = { readonly at: number; readonly part: string };

function* partsOf(text: string): Generator<Part> {
  for (const { 0: word, index } of text.matchAll(words)) {
    const hasLooseBlank =
      /\s/.test(word) &&
      !/[\w.-]<[^<>]{0,64}\s[^<>]{0,64}>|<[^<>]{0,64}\s[^<>]{0,64}>[\w.-]/.test(word);
    yield* hasLooseBlank ? split(word, index, /[^\s<>]+/g) : pieces(word, index);
  }
}

/** A word of a URL ends at a comma only before another URL; another word ends at each mark that no name contains. */
function pieces(word: string, index: number): Iterable<Part> {
  const hasUrl = word.includes('://');
  return split(
    word,
    index,
    hasUrl
      ? /(?:(?![,;|]+(?:<?https?:|$)).)+/gs
      : /[^,;|()="\u201c\u201d\u201e\u2192\u00ab\u00bb\u2026]+/g,
  );
}

function* split(word: string, index: number, shape: RegExp): Generator<Part> {
  for (const { 0: part, index: at } of word.matchAll(shape)) yield { at: index + at, part };
}

const openers = /^(?:[("'\u2018\u2019`<[{~,;|]|\*\*|[*_](?![.*]))/;
const label = /^[\p{L}-]{1,30}[:>](?=[a-z]{3,6}:\/\/)/iu;

/** How many characters before the destination belong to the text around it. */
function leadOf(part: string): number {
  let start = label.exec(part)?.[0].length ?? 0;
  for (let turn = 0; turn < 8; turn += 1) {
    const rest = part.slice(start, start + 80);
    const mark = openers.exec(rest)?.[0];
    if (mark === undefined || isPlaceholderAt(rest) || isLone(mark, part.slice(start))) break;
    start += mark.length;
  }
  return start;
}

/** `<tenant>.example.com`, `[2001:db8::1]:443`. */
function isPlaceholderAt(rest: string): boolean {
  return (
    /^<[^<>./:]{1,64}>[.\w-]|^[[{][^[\]{}.]{1,64}[\]}][.\w:/-]/.test(rest) ||
    /^\[[0-9a-f:.]+\]/i.test(rest)
  );
}

/** One star begins a wildcard, and one underscore a label, unless one more at the end closes it. */
function isLone(mark: string, rest: string): boolean {
  if (mark !== '*' && mark !== '_') return false;
  const end = rest.slice(-8).replace(/[.,:;)]{1,2}$/, '');
  return !end.endsWith(mark);
}

/** The destination without the marks behind it. `isMarked`: a star at the end closes one before it. */
function coreOf(part: string, isMarked: boolean): string {
  let end = part.length - (/:\d{1,5}\/(?:tcp|udp)$/i.test(part.slice(-12)) ? '/tcp'.length : 0);
  for (let turn = 0; turn < 12 && end > 0; turn += 1) {
    const last = part.charAt(end - 1);
    if (last === '*' && !isMarked && part.slice(0, end).replace('://', '').includes('/')) break;
    if (
      /[.:!?"'`~*_,;|\u2018\u2019\u201c\u201d\u2020\u2021\u00ae\u2122\u00b9\u00b2\u00b3\\]/.test(
        last,
      )
    )
      end -= 1;
    else if (isCloser(last, part, end)) end -= 1;
    else break;
  }
  return part.slice(0, end);
}

const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', '>': '<' };

function isCloser(last: string, part: string, end: number): boolean {
  const opener = pairs[last];
  return opener !== undefined && part.lastIndexOf(opener, end) < 0;
}

/** `firmware 5.1.2.0` has the shape of an address. */
function isVersion(text: string, start: number): boolean {
  if (!/^\d/.test(text.charAt(start))) return false;
  const before = text.slice(Math.max(0, start - 40), start);
  return /(?:version|versionen|firmware|release|build|revision|android|ios|windows|macos|\bos|\bv|update|section|chapter|kapitel|abschnitt)[\s.:]{0,3}(?:version|v|[\d.]+ ?(?:-|to|and|or|bis|und|oder))?[\s.:]{0,2}$/i.test(
    before,
  );
}
