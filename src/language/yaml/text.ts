import {
  codePoint,
  describeHidden,
  hiddenBesideReturns,
  hiddenInFile,
  hiddenInValue,
  quote,
} from '../../characters.ts';
import {
  enoughProblems,
  failure,
  type Problem,
  problemAt,
  type Refusal,
  type Result,
  refuse,
  success,
} from '../../problem.ts';
import { indexSource, placeAt, type SourceText } from './source.ts';

/**
 * The hidden characters of a file, comments included. A run of one character is one problem. So are all carriage returns
 * of a file that ends its lines with them.
 */
export function checkSource(source: SourceText): Problem[] {
  // The classes of all hidden characters take much longer than this one.
  if (!/[^\n -~]/.test(source.text)) return [];
  const problems: Problem[] = [];
  for (const { character, start, end } of hiddenRuns(source.text)) {
    problems.push(problemAt(rawRefusal(character, start), placeAt(source, start, end)));
    if (problems.length >= enoughProblems) break;
  }
  return problems;
}

/** A run of one hidden character. */
type Run = { readonly character: string; readonly start: number; readonly end: number };

function* hiddenRuns(text: string): Iterable<Run> {
  let pattern = new RegExp(hiddenInFile());
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const [character] = found;
    const end = endOfRun(text, character, found.index);
    yield { character, start: found.index, end };
    if (character === '\r') pattern = new RegExp(hiddenBesideReturns());
    pattern.lastIndex = end;
  }
}

function endOfRun(text: string, character: string, start: number): number {
  let end = start;
  // A carriage return before a line feed is a line end, and not part of a run.
  while (text.startsWith(character, end) && !text.startsWith('\r\n', end)) end += character.length;
  return end;
}

function rawRefusal(character: string, offset: number): Refusal {
  if (character === '\uFEFF' && offset === 0) {
    return {
      rule: 'byte-order-mark',
      message: 'the file begins with a byte order mark, U+FEFF',
      help: 'save it as UTF-8 without a byte order mark',
    };
  }
  const { rule, phrase, help } = describeHidden(character);
  return { rule, message: `${phrase} is not allowed, not even in a comment`, help };
}

/** Decodes a file's bytes as UTF-8. Reports the location of the first byte that is not UTF-8. */
export function decodeUtf8(file: string, bytes: Uint8Array): Result<string> {
  const whole = decode(bytes);
  if (whole !== undefined) return success(whole);
  const text = decodableStart(bytes);
  const offset = new TextEncoder().encode(text).length;
  const at = placeAt(indexSource(file, text), text.length);
  return failure([problemAt(notUtf8(bytes, offset), at)]);
}

function notUtf8(bytes: Uint8Array, offset: number): Refusal {
  const rule = 'not-utf8';
  if (isUtf16(bytes))
    return { rule, message: 'expected UTF-8, found UTF-16', help: 'save the file as UTF-8' };
  const byte = (bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return {
    rule,
    message: `expected UTF-8, found the byte 0x${byte}`,
    help: 'save the file as UTF-8',
  };
}

function isUtf16(bytes: Uint8Array): boolean {
  const mark = `${bytes[0]},${bytes[1]}`;
  return mark === '255,254' || mark === '254,255';
}

/** The text before the first byte that is not UTF-8, found by binary search. */
function decodableStart(bytes: Uint8Array): string {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (decode(bytes.subarray(0, middle), true) === undefined) bad = middle;
    else good = middle;
  }
  return decode(bytes.subarray(0, good), true) ?? '';
}

/** Decodes strict UTF-8. With `open`, ignores an incomplete character at the end. */
function decode(bytes: Uint8Array, open = false): string | undefined {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return decoder.decode(bytes, { stream: open });
  } catch (error) {
    if (isBadBytes(error)) return undefined;
    throw error;
  }
}

function isBadBytes(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  return code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
}

/** Why a text is refused: for its characters, or because it is empty or has spaces around it. */
export function textRefusal(value: string): Refusal | undefined {
  return charactersRefusal(value) ?? spacesRefusal(value);
}

/** Why the characters of a value are refused: hidden ones, more than one line, or not in NFC. */
export function charactersRefusal(value: string): Refusal | undefined {
  const hidden = hiddenCharacter(value);
  if (hidden !== undefined) return hiddenRefusal(hidden);
  const normalized = value.normalize('NFC');
  if (normalized === value) return undefined;
  return {
    rule: 'not-nfc',
    message: `${quote(value)} is not in Unicode's composed form (NFC)`,
    help: `write ${quote(normalized)}, with ${composedCharacters(value, normalized)}`,
  };
}

/** The first hidden character of a value that its text in the file does not contain unescaped. */
export function hiddenCharacter(value: string, written = ''): string | undefined {
  if (!/[^ -~]/.test(value)) return undefined;
  for (const { 0: character } of value.matchAll(hiddenInValue())) {
    if (!written.includes(character)) return character;
  }
  return undefined;
}

/** The refusal of a value that contains a hidden character. */
export function hiddenRefusal(character: string): Refusal {
  const { rule, phrase, help } = describeHidden(character);
  const message = `the text contains ${phrase}`;
  if (rule !== 'line-break') return { rule, message, help };
  return { rule, message, help: 'write the text on one line, or use ">-" for several lines' };
}

/** The code point that distinguishes two texts that look the same. */
function composedCharacters(value: string, normalized: string): string {
  const before = new Set(value);
  const added = Array.from(normalized).find((character) => !before.has(character));
  return added === undefined ? 'its marks in the usual order' : codePoint(added);
}

function spacesRefusal(value: string): Refusal | undefined {
  const trimmed = value.trim();
  if (trimmed === value && value !== '') return undefined;
  if (trimmed === '')
    return refuse('empty-text', 'the text is empty', 'write a text, or remove the key');
  const message = `${quote(value)} begins or ends with a space`;
  return refuse('outer-space', message, `write ${quote(trimmed)}`);
}
