import { isDestinationLike } from './destination-like.ts';

/** How a destination is written in plain speech, so that no part of its name is read as a word. */
const destination = '\u00a7';

/** A text as the words of denial are looked for: lower case, no umlauts, `not` for each short form of it. */
export function plainSpeech(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/\S+/g, withoutName)
    .toLowerCase()
    .replaceAll('\u00e4', 'ae')
    .replaceAll('\u00f6', 'oe')
    .replaceAll('\u00fc', 'ue')
    .replaceAll('\u00df', 'ss')
    .replaceAll(/n[\u2019\u2018\u00b4`']t\b/g, ' not')
    .replaceAll(/\b(?:can)not\b/g, 'can not')
    .replaceAll(/\b(do|does|must|should|is|are|wo|ca)nt\b/g, '$1 not')
    .replaceAll(/[*_`"'\u201c\u201d\u201e<>]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** A destination without its name; a word with a dot inside that no name ends with stays. */
function withoutName(written: string): string {
  const [, before = '', core = '', after = ''] =
    /^([^\p{L}\p{N}*.]*)(.*?)([^\p{L}\p{N}/*]*)$/u.exec(written) ?? [];
  if (!isDestinationLike(core) || /[,;|()=]/.test(core)) return splitNames(written);
  const last = /\.(\p{L}+)$/u.exec(core)?.[1] ?? '';
  return /^\p{Lu}\p{Ll}/u.test(last) ? written.replaceAll('.', '. ') : before + destination + after;
}

/** Names with commas between them, and no blank. */
function splitNames(written: string): string {
  if (!/[.:/]/.test(written) || !/[,;|()=]/.test(written)) return written;
  return written
    .split(/(?<=[,;|()=])|(?=[,;|()=])/)
    .map((part) => (/^[,;|()=]$/.test(part) ? part : withoutName(part)))
    .join('');
}
