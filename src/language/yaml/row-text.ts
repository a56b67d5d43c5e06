export const space = 0x20;
const carriageReturn = 0x0d;
export const doubleQuote = 0x22;
export const singleQuote = 0x27;
export const comma = 0x2c;
export const minus = 0x2d;
export const colon = 0x3a;
const backslash = 0x5c;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;

/** A table of the ASCII characters, with 1 for those in a class. */
function classOf(pattern: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) =>
    pattern.test(String.fromCharCode(code)) ? 1 : 0,
  );
}

export const letters = classOf(/[A-Za-z]/);
export const keyCharacters = classOf(/[A-Za-z0-9_-]/);
const firstOfPlain = classOf(/[A-Za-z0-9]/);
const plainCharacters = classOf(/[A-Za-z0-9._/*+=&%~();$-]/);
const afterColon = classOf(/[A-Za-z0-9:/]/);
const quotedCharacters = classOf(/[ -~]/);

/** Whether a code unit is in a class of ASCII characters. */
export function isIn(code: number, table: Uint8Array): boolean {
  return table[code] === 1;
}

/** The offset of the next character that is not a space. */
export function skipSpaces(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) === space) at += 1;
  return at;
}

/** The offset of the line end, after spaces and a carriage return. */
export function lineEndAfter(text: string, start: number): number {
  const end = skipSpaces(text, start);
  return text.charCodeAt(end) === carriageReturn ? end + 1 : end;
}

/** Whether a word is the whole text between two offsets. */
export function isAt(text: string, word: string, start: number, end: number): boolean {
  return word.length === end - start && text.startsWith(word, start);
}

/** The end of a text without quotes; -1 if there is none. Single spaces may be inside it. */
export function plainEnd(text: string, start: number): number {
  if (!isIn(text.charCodeAt(start), firstOfPlain)) return -1;
  let at = start + 1;
  while (isInPlain(text, at)) at += 1;
  return at;
}

function isInPlain(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === colon) return isIn(text.charCodeAt(at + 1), afterColon);
  return isIn(code === space ? text.charCodeAt(at + 1) : code, plainCharacters);
}

/** The offset of the closing quote of a text without escapes; -1 if it has an escape or is not closed on its line. */
export function quotedEnd(text: string, start: number, quote: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === quote) return text.charCodeAt(at + 1) === quote ? -1 : at;
    if (code === backslash || !isIn(code, quotedCharacters)) return -1;
    at += 1;
  }
}
