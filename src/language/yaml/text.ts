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
  type Refusal,
  type Result,
  refuse,
  success,
} from '../../problem.ts';
import { indexSource, placeAt, type SourceText } from './source.ts';

/**
 * What may not stand in a file: hidden characters, comments included; a run of one is one problem, and so are all the
 * carriage returns of a file that ends its lines with them.
 */
export function checkSource(source: SourceText): Problem[] {
  const problems: Problem[] = [];
  for (const { character, start, end } of hiddenRuns(source.text)) {
    problems.push({ ...rawRefusal(character, start), at: placeAt(source, start, end) });
    if (problems.length >= enoughProblems) break;
  }
  return problems;
}

/** A hidden character, as often as it stands there in a row. */
type Run = { readonly character: string; readonly start: number; readonly end: number };

function* hiddenRuns(text: string): Iterable<Run> {
  let pattern = new RegExp(hiddenInFile);
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const [character] = found;
    const end = endOfRun(text, character, found.index);
    yield { character, start: found.index, end };
    if (character === '\r') pattern = new RegExp(hiddenBesideReturns);
    pattern.lastIndex = end;
  }
}

function endOfRun(text: string, character: string, start: number): number {
  let end = start;
  // A mark before a line feed is a line end, not one more of a run of lone carriage returns.
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

/** Decodes a file's bytes as UTF-8; the first byte that is not gets a problem with its place. */
export function decodeUtf8(file: string, bytes: Uint8Array): Result<string> {
  const whole = decode(bytes);
  if (whole !== undefined) return success(whole);
  const text = decodableStart(bytes);
  const offset = new TextEncoder().encode(text).length;
  const at = placeAt(indexSource(file, text), text.length);
  return failure([{ ...notUtf8(bytes, offset), at }]);
}

function notUtf8(bytes: Uint8Array, offset: number): Refusal {
  const rule = 'not-utf8';
  if (isUtf16(bytes)) return { rule, message: 'the file is UTF-16', help: 'save it as UTF-8' };
  const byte = (bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return { rule, message: `the byte 0x${byte} here is not UTF-8`, help: 'save the file as UTF-8' };
}

function isUtf16(bytes: Uint8Array): boolean {
  const mark = `${bytes[0]},${bytes[1]}`;
  return mark === '255,254' || mark === '254,255';
}

/** The text of the bytes before the first that is not UTF-8, found by halving. */
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

/** Strict UTF-8; with `open`, a character that the end cuts off is left out. */
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

/** Why a value is no text of ours: its characters, or that it is empty or has spaces around it. */
export function textRefusal(value: string): Refusal | undefined {
  return charactersRefusal(value) ?? spacesRefusal(value);
}

/** Why a value's characters are refused: hidden ones, more than one line, or another form than NFC. */
export function charactersRefusal(value: string): Refusal | undefined {
  const hidden = hiddenCharacter(value);
  if (hidden !== undefined) return hiddenRefusal(hidden);
  const normalised = value.normalize('NFC');
  if (normalised === value) return undefined;
  return {
    rule: 'not-nfc',
    message: `${quote(value)} is not in Unicode's composed form (NFC)`,
    help: `write ${quote(normalised)}, with ${composedCharacters(value, normalised)}`,
  };
}

/** The first hidden character of a value that the text it was written as does not show already. */
export function hiddenCharacter(value: string, written = ''): string | undefined {
  for (const { 0: character } of value.matchAll(hiddenInValue)) {
    if (!written.includes(character)) return character;
  }
  return undefined;
}

/** Why a value with that character is refused. */
export function hiddenRefusal(character: string): Refusal {
  const { rule, phrase, help } = describeHidden(character);
  const message = `the text holds ${phrase}`;
  if (rule !== 'line-break') return { rule, message, help };
  return { rule, message, help: 'write the text on one line (or with >- over several)' };
}

/** Two texts that look the same: the code point that tells them apart. */
function composedCharacters(value: string, normalised: string): string {
  const before = new Set(value);
  const added = Array.from(normalised).find((character) => !before.has(character));
  return added === undefined ? 'its marks in the usual order' : codePoint(added);
}

function spacesRefusal(value: string): Refusal | undefined {
  const trimmed = value.trim();
  if (trimmed === value && value !== '') return undefined;
  if (trimmed === '')
    return refuse('empty-text', 'the text is empty', 'write it, or leave its key out');
  const message = `${quote(value)} begins or ends with a space`;
  return refuse('outer-space', message, `write ${quote(trimmed)}`);
}
