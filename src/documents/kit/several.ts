import { notationOf } from '../../net/network-notation.ts';
import { breakMark } from './break-mark.ts';
import { isBroken } from './broken.ts';
import { isDestinationLike } from './destination-like.ts';

const address = String.raw`(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})`;
const spacedRange = new RegExp(
  String.raw`(?<![\w.:])(${address})\s{0,3}[-\u2010-\u2015\u2212]\s{0,3}(${address})(?![\w.:/])`,
  'gi',
);
// The masks of other tools begin so; an address beside another one nearly never does.
const masked = /(?<![\w.:/])\d{1,3}(?:\.\d{1,3}){3}[ \t]{1,3}(?:255|0)(?:\.\d{1,3}){3}(?![\w.:/])/g;

// A placeholder may contain blanks.
const token = /(?:<[^<>\n]{1,64}>|\[[^[\]\n]{1,64}\]|\{[^{}\n]{1,64}\}|[^\s,;])+/g;
const joints = new Set(['and', 'or', 'und', 'oder', '&', '|', '\u2022', '-']);

/**
 * The destinations that a text lists, with blanks, commas, semicolons or joints between them; undefined if it also
 * has other words, which could limit them. `a - b` is a range, `network mask` is a network with its prefix length.
 */
export function destinationsIn(text: string): readonly string[] | undefined {
  const plain = text
    .replaceAll(spacedRange, '$1-$2')
    .replaceAll(masked, (written) => notationOf(written)?.networks[0] ?? written);
  const tokens = wholeWords(plain.match(token) ?? [])
    .map((each) => each.replace(/^(["'`])(.+)\1$/, '$2'))
    .filter((each) => !joints.has(each.toLowerCase()));
  return tokens.every(isDestinationLike) ? tokens : undefined;
}

/** The words, those that a hyphen breaks in one: `updates.acme- products.example`. */
function wholeWords(words: readonly string[]): readonly string[] {
  const whole: string[] = [];
  for (const word of words) {
    const before = whole.at(-1);
    if (before !== undefined && /[-\u2010\u00ad]$/.test(before) && isBroken(before, word))
      whole[whole.length - 1] = `${before}${breakMark}${word}`;
    else whole.push(word);
  }
  return whole;
}
