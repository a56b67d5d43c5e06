import { quote } from '../../characters.ts';
import { breakMark } from './break-mark.ts';
import { isDestinationLike } from './destination-like.ts';
import { portWord } from './port-words.ts';
import { hasTopLevel } from './top-level.ts';
import { plainWords } from './words.ts';

/** Why a word over two lines is no destination: whether a hyphen belongs to it, and where it ends, is a guess. */
export function brokenReason(word: string): string {
  return `${quote(plainWords(word))} is broken at the end of a line: write it in one line of the document`;
}

/**
 * Moves the first word of a line to the end of the line above, behind a mark, where both can be one destination: half of
 * it would be another one. All lines keep their numbers. `begins` tells which lines continue none.
 */
export function joinBroken(
  lines: readonly string[],
  begins: (line: string) => boolean = () => false,
): string[] {
  const joined = [...lines];
  let last: number | undefined;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const above = last === undefined ? '' : (joined[last] ?? '');
    const isNext = index - 1 === last || hyphen.test(lastWord(above));
    if (last !== undefined && isNext && !begins(line) && isBroken(above, line)) {
      const word = firstWord(line);
      joined[last] = `${above.trimEnd()}${breakMark}${word}`;
      joined[index] = line.replace(word, ' '.repeat(word.length));
      if (joined[index]?.trim() === '') continue;
    }
    last = index;
  }
  return joined;
}

// Longer words are no destinations.
const longestWord = 2300;

function lastWord(line: string): string {
  const words = line.trimEnd().slice(-longestWord).split(/\s/);
  return (words.at(-1) ?? '').replace(/^[("'`<*_\u2018\u201c]+/, '');
}

function firstWord(line: string): string {
  return line.trimStart().slice(0, longestWord).split(/\s/, 1)[0] ?? '';
}

const hyphen = /[\p{L}\p{N}*_%./][-\u2010\u00ad]$/u;

/** Whether the end of a line and the start of the next one can be one destination. */
export function isBroken(above: string, line: string): boolean {
  const head = lastWord(above);
  const rest = firstWord(line).replace(/[),;:"'`>*_\u2019\u201d]+$/, '');
  if (rest === '' || /^[a-z][a-z0-9+.-]*:\/\/|^\*\./i.test(rest)) return false;
  if (hyphen.test(head)) return isAfterHyphen(head, rest);
  const isAlone = withoutBullet(above) === head;
  const areAlike = isAlone && line.trim() === firstWord(line) && head.slice(-1) === rest.slice(-1);
  if (head.endsWith('.')) return !areAlike && isAfterDot(head, rest, isAlone);
  if (head.endsWith('/')) return !areAlike && isAfterSlash(head, rest);
  return isBeforeMark(head, rest) && !/^\s*-\w/.test(above);
}

function withoutBullet(line: string): string {
  return line.trim().replace(/^[-*+\u2022\u25cf\u25e6\uf0b7]\s+/, '');
}

function isPart(head: string): boolean {
  return head.includes('://') || head.includes(breakMark) || isDestinationLike(head);
}

function isAfterHyphen(head: string, rest: string): boolean {
  if (!/^[\p{L}\p{N}%_~.?=*]/u.test(rest)) return false;
  return isPart(head) || (/^[\w-]{1,63}.$/.test(head) && isDestinationLike(rest));
}

/** A sentence can end so too: the next one begins with a capital. */
function isAfterDot(head: string, rest: string, isAlone: boolean): boolean {
  if (/^(?:\d{1,3}\.){2,3}$/.test(head)) return /^\d{1,3}(?:\.\d{1,3})?(?:$|[/:-])/.test(rest);
  if (!/^[a-z0-9_-]/.test(rest) || isAddress(rest)) return false;
  if (isDestinationLike(rest)) return isPart(head) || (isAlone && /^[a-z0-9-]+\.$/.test(head));
  return isPart(head) && (!hasTopLevel(hostOf(head)) || hasTopLevel(`a.${hostOf(rest)}`));
}

const words =
  /^(?:over|on|via|using|with|for|and|or|to|is|are|in|by|the|an?|from|at|as|if|of|ports?|used|required|needed|must|should|can|may|where|when|which|that|this|these|outbound|inbound|through|only|optional|recommended|mandatory|not|see|\u00fcber|auf|f\u00fcr|und|oder|mit|von|zu|der|die|das|wird|wenn|bei|nur)$/i;

/** A URL can end so too: a word of a sentence, a port or another whole name does not continue it. */
function isAfterSlash(head: string, rest: string): boolean {
  if (!isPart(head) || !/^[\p{L}\p{N}_~%?=]/u.test(rest) || isAddress(rest)) return false;
  if (
    words.test(rest) ||
    portWord(rest) !== undefined ||
    /^(?:\d{1,5}|\p{Lu}\p{Ll}*(?:-\p{L}+)*)$/u.test(rest)
  )
    return false;
  const isRoot = /^(?:[a-z]+:\/\/)?[^/]+\/$/i.test(head);
  return !(isRoot && isDestinationLike(rest) && hasTopLevel(hostOf(rest)));
}

/** `.x.example` is a destination of its own, unless the name above it is none. */
function isBeforeMark(head: string, rest: string): boolean {
  if (!/^[-./][\p{L}\p{N}]/u.test(rest) || !/[\p{L}\p{N}]$/u.test(head) || !isPart(head))
    return false;
  return !rest.startsWith('.') || !(hasTopLevel(hostOf(head)) || isAddress(head));
}

function isAddress(word: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}(?:$|[/:-])|^\[?[0-9a-f]*:[0-9a-f]*:/i.test(word);
}

function hostOf(word: string): string {
  const [host = ''] = word.replace(/^[a-z]+:\/\//i, '').split(/[/?#:]/, 1);
  return host.replace(/\.$/, '').toLowerCase();
}
