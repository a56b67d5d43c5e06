import { once } from './maps.ts';

/** A character that is invisible or shows as another one. */
export type HiddenCharacter = {
  /** Stable rule id of the class that it belongs to. */
  readonly rule: string;
  /** The character in words: `the bidi control U+202E (right-to-left override)`. */
  readonly phrase: string;
  /** The fix, when the file contains the character itself and not an escape. */
  readonly help: string;
};

type HiddenClass = {
  readonly rule: string;
  readonly pattern: RegExp;
  readonly noun: string;
  readonly help: string;
};

// A class such as \p{DI} takes so long to compile that each pattern is made when a text needs it.

/** The characters that no text of a spec may contain. `\n`, and `\r` before it, are allowed only as line ends. */
const hiddenClass = String.raw`[\p{Cc}\p{Cs}\p{DI}\p{Zl}\p{Zp}\p{NChar}\uFFF9-\uFFFB]`;

/** Finds what a file may not contain, comments included. LF and CRLF are allowed. */
export const hiddenInFile = once(
  () => new RegExp(String.raw`\r(?!\n)|(?![\r\n])${hiddenClass}`, 'gu'),
);

/** The same without carriage returns: all those of a file are one mistake, reported once. */
export const hiddenBesideReturns = once(
  () => new RegExp(String.raw`(?![\r\n])${hiddenClass}`, 'gu'),
);

/** Finds what a value may not contain: the same, and line ends. */
export const hiddenInValue = once(() => new RegExp(hiddenClass, 'gu'));

/** The same, and `##[group]`, which GitHub's runner treats as a command anywhere in a log line. */
const hiddenOrCommand = once(() => new RegExp(String.raw`${hiddenClass}|#(?=#\[)`, 'gu'));

/** The first class that matches applies. */
const classes = once((): readonly HiddenClass[] => [
  {
    rule: 'tab-character',
    pattern: /^\t$/,
    noun: 'the tab',
    help: 'use spaces instead',
  },
  {
    rule: 'line-break',
    pattern: /^[\n\r\u2028\u2029\u0085]$/,
    noun: 'the line break',
    help: 'end lines with LF or CRLF',
  },
  {
    rule: 'bidi-control',
    pattern: /^\p{Bidi_C}$/u,
    noun: 'the bidi control',
    help: 'remove it: it changes the order in which text is shown',
  },
  {
    rule: 'variation-selector',
    pattern: /^\p{VS}$/u,
    noun: 'the variation selector',
    help: 'remove it: it has no meaning in a spec',
  },
  {
    rule: 'tag-character',
    pattern: /^[\u{E0000}-\u{E007F}]$/u,
    noun: 'the tag character',
    help: 'remove it: it is invisible text',
  },
  {
    rule: 'zero-width',
    pattern: /^\p{DI}$/u,
    noun: 'the invisible character',
    help: 'remove it: texts that differ would look the same',
  },
  {
    rule: 'lone-surrogate',
    pattern: /^\p{Cs}$/u,
    noun: 'the lone surrogate',
    help: 'remove it: it is half of a character',
  },
  {
    rule: 'noncharacter',
    pattern: /^\p{NChar}$/u,
    noun: 'the noncharacter',
    help: 'remove it: Unicode assigns no character to it',
  },
  {
    rule: 'control-character',
    pattern: /^/,
    noun: 'the control character',
    help: 'remove it: it can control a terminal',
  },
]);

const names: ReadonlyMap<number, string> = new Map([
  [0x00, 'null'],
  [0x07, 'bell'],
  [0x08, 'backspace'],
  [0x0a, 'line feed'],
  [0x0b, 'vertical tab'],
  [0x0c, 'form feed'],
  [0x0d, 'carriage return'],
  [0x1b, 'escape'],
  [0x7f, 'delete'],
  [0x85, 'next line'],
  [0xa0, 'no-break space'],
  [0xad, 'soft hyphen'],
  [0x34f, 'combining grapheme joiner'],
  [0x61c, 'Arabic letter mark'],
  [0x115f, 'Hangul filler'],
  [0x1160, 'Hangul filler'],
  [0x180e, 'Mongolian vowel separator'],
  [0x2007, 'figure space'],
  [0x200b, 'zero width space'],
  [0x200c, 'zero width non-joiner'],
  [0x200d, 'zero width joiner'],
  [0x200e, 'left-to-right mark'],
  [0x200f, 'right-to-left mark'],
  [0x2028, 'line separator'],
  [0x2029, 'paragraph separator'],
  [0x202a, 'left-to-right embedding'],
  [0x202b, 'right-to-left embedding'],
  [0x202c, 'pop directional formatting'],
  [0x202d, 'left-to-right override'],
  [0x202e, 'right-to-left override'],
  [0x202f, 'narrow no-break space'],
  [0x2060, 'word joiner'],
  [0x2062, 'invisible times'],
  [0x2063, 'invisible separator'],
  [0x2066, 'left-to-right isolate'],
  [0x2067, 'right-to-left isolate'],
  [0x2068, 'first strong isolate'],
  [0x2069, 'pop directional isolate'],
  [0x3000, 'ideographic space'],
  [0x3164, 'Hangul filler'],
  [0xfe0e, 'text style'],
  [0xfe0f, 'emoji style'],
  [0xfeff, 'byte order mark'],
  [0xffa0, 'Hangul filler'],
]);

/** The code point as `U+202E`. */
export function codePoint(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The name of a hidden character, the id of its class, and the fix. */
export function describeHidden(character: string): HiddenCharacter {
  const found = classes().find(({ pattern }) => pattern.test(character));
  const name = names.get(character.codePointAt(0) ?? 0);
  return {
    rule: found?.rule ?? 'control-character',
    phrase: `${found?.noun ?? 'the character'} ${codePoint(character)}${name ? ` (${name})` : ''}`,
    help: found?.help ?? 'remove it',
  };
}

/** The first space in a text that is not the plain one, in words; undefined without one. */
export function unusualSpaceIn(text: string): string | undefined {
  const [space] = /(?! )\p{Zs}/u.exec(text) ?? [];
  if (space === undefined) return undefined;
  const name = names.get(space.codePointAt(0) ?? 0);
  return `the space ${codePoint(space)}${name ? ` (${name})` : ''}`;
}

/** The text with every hidden character as its code point, `<U+202E>`: safe to print on one line. */
export function visible(text: string): string {
  // Nearly every text is plain, and then no class is compiled.
  if (!/[^ -~]|##\[/.test(text)) return text;
  return text.replace(hiddenOrCommand(), (character) => `<${codePoint(character)}>`);
}

/**
 * Makes lines safe for a log of GitHub's runner, which executes a line that begins with `::` and a word. Addresses such
 * as `::1` and `::ffff:0:0` stay as they are.
 */
export function withoutCommands(text: string): string {
  return text.replaceAll(/^([^\S\n\r\u2028\u2029]*):(?=:[a-z-]*[g-z])/gim, '$1<U+003A>');
}

const longestQuote = 60;

/** A user's text for a message: in quotes, on one line, shortened if it is long. */
export function quote(text: string): string {
  const start = Array.from(text.slice(0, 2 * longestQuote))
    .slice(0, longestQuote)
    .join('');
  return `"${visible(start)}${start.length < text.length ? '...' : ''}"`;
}
