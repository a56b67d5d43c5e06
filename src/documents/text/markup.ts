import { breakMark } from '../kit/break-mark.ts';
import { isBroken } from '../kit/broken.ts';

const tags =
  'a|b|blockquote|code|dd|del|details|div|dl|dt|em|font|h[1-6]|hr|i|img|ins|kbd|li|ol|p|pre|q|s|small|span|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul';
const tag = new RegExp(String.raw`</?(?:${tags})(?:\s[^<>]{0,500})?\s?/?>`, 'gi');

/** The words of a line of Markdown: links without their targets, no tags, escapes undone. Emphasis stays. */
export function plainMarkup(line: string): string {
  if (!/[\\<&[\u00a0\u202f]/.test(line)) return line;
  return withoutLinks(line)
    .replaceAll(brokenByTag, (whole, head: string, rest: string) =>
      isBroken(head, rest) ? `${head}${breakMark}` : whole,
    )
    .replaceAll(/<br\s{0,2}\/?>/gi, '; ')
    .replaceAll(/<sup>[^<>]{0,3}<\/sup>/gi, '')
    .replaceAll(/<var>([^<>]{1,60})<\/var>/gi, '{$1}')
    .replaceAll(/<\/?(?:del|s|strike)>/gi, '~~')
    .replaceAll(tag, ' ')
    .replaceAll(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll(/&(?:nbsp|#160);|[\u00a0\u202f]/g, ' ')
    .replaceAll(/&([a-z]{2,5}|#\d{2,3});/g, (whole, name: string) => entities[name] ?? whole);
}

const brokenByTag = /([^\s<>]{1,300})<br\s{0,2}\/?>\s{0,9}(?=([^\s<>]{1,300}))/gi;

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  ndash: '-',
  '#39': "'",
  '#42': '*',
};

/** The target of a link is where its reader goes, and not what the product needs. */
function withoutLinks(line: string): string {
  if (!line.includes('[')) return line;
  return line
    .replaceAll(/\[\^[^\]\s[]{1,20}\]/g, '')
    .replaceAll(
      /!?(?<!\\)\[([^[\]]{0,500})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?: {1,3}"[^"]{0,300}")?\)/g,
      '$1',
    )
    .replaceAll(/(?<!\\)\[([^[\]]{1,500})\]\[[^[\]]{0,100}\]/g, '$1');
}

/** The text without HTML comments; its lines keep their numbers. */
export function withoutComments(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const start = text.indexOf('<!--', at);
    const end = start < 0 ? -1 : text.indexOf('-->', start + 4);
    if (end < 0) return parts.length === 0 ? text : parts.concat(text.slice(at)).join('');
    const lines = text.slice(start, end).match(/\n/g) ?? [];
    parts.push(text.slice(at, start), lines.join(''));
    at = end + 3;
  }
}

/** Words without the marks of emphasis and code at their ends. */
export function withoutEmphasis(text: string): string {
  return text
    .replaceAll(/(?<![\p{L}\p{N}])[*_~`]{1,3}(?=\S)(?!\.)|(?<=\S)[*_~`]{1,3}(?![\p{L}\p{N}])/gu, '')
    .trim();
}
