import { lineEnd } from './next-token.ts';

/** A bracket or quote, and where it is opened. */
export type Open = { readonly character: string; readonly start: number };

/** Where a scan is: the brackets around it, and whether a value may begin here. */
type Scan = { readonly open: Open[]; atValue: boolean };

const closers: Readonly<Record<string, string>> = { '[': ']', '{': '}', '"': '"', "'": "'" };

/** What closes a bracket or quote. */
export function closerOf({ character }: Open): string {
  return closers[character] ?? character;
}

/** The innermost bracket or quote that is open at an offset at which the parser gave up. */
export function openAt(text: string, offset: number): Open | undefined {
  const scan: Scan = { open: [], atValue: true };
  let at = sectionStart(text, offset);
  while (at < offset) {
    const character = text.charAt(at);
    if (isQuote(character) && scan.atValue) {
      const end = quoteEnd(text, at);
      if (end >= offset) return { character, start: at };
      at = end;
      scan.atValue = false;
    } else if (character === '#' && /\s/.test(text.charAt(at - 1))) {
      at = lineEnd(text, at);
    } else {
      step(scan, character, at, text.charAt(at + 1));
      at += 1;
    }
  }
  return scan.open.at(-1);
}

function isQuote(character: string): boolean {
  return character === '"' || character === "'";
}

function step(scan: Scan, character: string, at: number, next: string): void {
  const inFlow = scan.open.length > 0;
  if ((character === '[' || character === '{') && (inFlow || scan.atValue)) {
    scan.open.push({ character, start: at });
    scan.atValue = true;
  } else if (inFlow && character === closerOf(scan.open.at(-1) ?? { character, start: at })) {
    scan.open.pop();
    scan.atValue = false;
  } else if (character === '\n' || (inFlow && character === ',')) scan.atValue = true;
  else if (':-?'.includes(character) && (next === '' || /\s/.test(next))) scan.atValue = true;
  else if (!/\s/.test(character)) scan.atValue = false;
}

/** The end of a quoted text, past its closing quote; the end of the file where there is none. */
function quoteEnd(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote === '"' && character === '\\') at += 1;
    else if (character === quote && quote === "'" && text.charAt(at + 1) === quote) at += 1;
    else if (character === quote) return at + 1;
  }
  return text.length + 1;
}

/** The last line before the offset's own that begins without a space: what is open was opened after it. */
function sectionStart(text: string, offset: number): number {
  let start = lineStart(text, offset);
  while (start > 0) {
    start = lineStart(text, start - 1);
    if (/[^\s#\]}]/.test(text.charAt(start))) break;
  }
  return start;
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}
