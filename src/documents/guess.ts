import type { DocumentText } from './document.ts';
import { readDestination } from './kit/destination.ts';

/** The formats that are recognized by their content. */
export type GuessedFormat = 'config' | 'm365' | 'mud' | 'ranges' | 'list' | 'table' | 'text';

/**
 * The format of a document by its content, never by its name: JSON by its keys, XML and the lines of programs as configurations, a list or a table by most of its lines,
 * and text for all others. Only the first lines decide, so a long document costs nothing.
 */
export function guessFormat({ text }: DocumentText): GuessedFormat {
  if (looksLikeJson(text)) return jsonFormat(text);
  if (/^\s*<(?:\?xml|pfsense|config|response)\b/.test(text.slice(0, 4096))) return 'config';
  const lines = sampleOf(text);
  if (isMost(lines.filter(isSetLine).length, lines.length, 0.5)) return 'config';
  if (isMost(lines.filter(isListLine).length, lines.length, 0.8)) return 'list';
  return isTable(lines) ? 'table' : 'text';
}

function looksLikeJson(text: string): boolean {
  return /^\s*(?:\{\s*["}]|\[\s*[{["\d\]-])/.test(text.slice(0, 4096));
}

const startOfJson = 64 * 1024;

function jsonFormat(text: string): GuessedFormat {
  const start = text.slice(0, startOfJson);
  if (/"ietf-mud:mud"\s*:/.test(start)) return 'mud';
  return /^\s*\[/.test(start) && /"serviceArea"\s*:/.test(start) ? 'm365' : 'ranges';
}

/** Whether JSON names an address. Without one, nothing but its braces says that it is a list of ranges. */
export function namesAddress({ text }: DocumentText): boolean {
  return /"\s{0,9}(?:\d{1,3}\.\d{1,3}\.\d{1,3}\.\d|[0-9a-f]{1,4}:[0-9a-f]*:|::[0-9a-f])/i.test(
    text,
  );
}

const mostLines = 400;
const longestLine = 2048;

/** The first lines with words, without comments. */
function sampleOf(text: string): string[] {
  const lines: string[] = [];
  for (let start = 0; start < text.length && lines.length < mostLines; ) {
    const end = text.indexOf('\n', start);
    const stop = end < 0 ? text.length : end;
    const line = text.slice(start, Math.min(stop, start + longestLine)).trim();
    if (line !== '' && !/^(?:[#;!]|\/\/)/.test(line)) lines.push(line);
    start = stop + 1;
  }
  return lines;
}

/** A line of dnsmasq, of a dump of ipset, or of squid.conf. */
function isSetLine(line: string): boolean {
  return /^(?:(?:ipset|nftset)=\/|(?:add|create) \S+ |acl \S+ |http_access )/.test(line);
}

/** A destination alone, as lists write one, or a line of a filter list or of a geofeed. */
function isListLine(line: string): boolean {
  if (/^(?:@@)?\|\|[^|^]+\^/.test(line)) return true;
  const words = line.replaceAll(/\s+/g, ' ');
  const comment = words.search(/ (?:[#;!]|\/\/)/);
  const plain = comment < 0 ? words : words.slice(0, comment);
  const [first = '', country, ...rest] = plain.split(',');
  if (country !== undefined)
    return rest.length >= 2 && /^[A-Z]{0,2}$/.test(country) && isDestination(first);
  const parts = plain.split(/ - | -|- | /);
  return parts.length <= 2 && parts.every(isDestination);
}

function isDestination(word: string): boolean {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(word)) return true;
  return readDestination(word).kind === 'destinations' || /^[0-9a-f:.]+\/\d{1,3}$/i.test(word);
}

/** Cells between bars or tabs, or as many commas or semicolons in nearly every line. */
function isTable(lines: readonly string[]): boolean {
  if (lines.length < 2) return false;
  const rows = lines.filter((line) => line.split('|').length > 2);
  if (isMost(rows.length, lines.length, 0.6)) return true;
  return [/\t/g, /,/g, /;/g].some((separator) => {
    const counts = lines.map((line) => line.match(separator)?.length ?? 0);
    const [first = 0] = counts;
    return first > 0 && isMost(counts.filter((each) => each === first).length, lines.length, 0.7);
  });
}

function isMost(number: number, of: number, share: number): boolean {
  return of > 0 && number >= of * share;
}
