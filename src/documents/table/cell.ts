import { joinBroken } from '../kit/broken.ts';
import { destinationsIn } from '../kit/several.ts';

const entities: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#124;': '|',
};

const blockTag = /<\/?(?:br|p|div|li|ul|ol) {0,2}\/? {0,2}>/gi;
const otherTags = /(?:<\/?(?:b|i|u|em|strong|code|span|small|a)(?: [^<>\n]{0,500})?>)+/gi;
const link = /!?\[([^[\]\n]{0,500})\]\([^()\s]{0,500}(?: "[^"\n]{0,200}")?\)/g;

// Two stars in front of a name alone are a wildcard of a kind.
const bold = /(?<![^\s(])\*\*(?=\S)((?:[^*\n]|\*(?!\*)){1,500}?)(?<=\S)\*\*(?![\w.])/g;

/** The text of a cell without markup: a line for each line of it. The target of a link is dropped, as no reader sees it. */
export function plainCell(raw: string): string {
  return raw
    .replaceAll(/<(?=[a-z]+:\/\/)([^<>\s]{1,500})>/gi, '$1')
    .replaceAll(/<sup>[^<>\n]{0,20}<\/sup>/gi, ' ')
    .replaceAll(blockTag, '\n')
    .replaceAll(otherTags, joint)
    .replaceAll(/&(?:nbsp|amp|lt|gt|quot|#124);/g, (entity) => entities[entity] ?? entity)
    .replaceAll(link, textOfLink)
    .replaceAll(bold, '$1')
    .replaceAll(/`+/g, joint)
    .replaceAll(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n[ \n]*/g, '\n')
    .trim();
}

/** What is left of markup: between two words a blank, since two names must not become one. */
function joint(markup: string, at: number, cell: string): string {
  return isWord(cell.charAt(at - 1)) && isWord(cell.charAt(at + markup.length)) ? ' ' : '';
}

/** The text of a link. Behind a word it is the mark of a footnote; else it stays, since it would change the word. */
function textOfLink(written: string, text: string, at: number, cell: string): string {
  const isBehind = isWord(cell.charAt(at - 1));
  if (isWord(cell.charAt(at + written.length))) return written;
  if (!isBehind) return text;
  return /^(?:\d{1,2}|\*+)$/.test(text) ? '' : written;
}

function isWord(character: string): boolean {
  return /[\w-]/.test(character);
}

const footnote =
  /(?:\((?:\d{1,2}|[a-z]|\*{1,3})\)|\[\d{1,2}\]|[\u00b9\u00b2\u00b3\u2070-\u2079\u2020\u2021])(?=$|[\s,;])/g;
// Behind a whole name. Behind a dot or in a path it could be a wildcard.
const finalStar = /^((?:\*\.)?[^/*]*[\w-]\.[a-z]{2,}) ?\*{1,3}$/i;

/** The destinations of a plain cell, without marks of footnotes; undefined if it has other words. */
export function destinationsOfCell(cell: string): readonly string[] | undefined {
  const text = joinBroken(cell.replaceAll(footnote, '').split('\n'))
    .map((line) => line.trim().replace(finalStar, '$1'))
    .join('\n');
  return destinationsIn(text)?.map((token) => token.replace(finalStar, '$1'));
}
