import { isSafe } from './place.ts';
import type { Kind, RuleKind } from './state.ts';

/** A whole entry of rules.xml, on one line. */
export type Entry = { readonly kind: Kind; readonly name: string; readonly text: string };

/** The position of a rule, next to another one or at an end. */
export type Move = {
  readonly kind: RuleKind;
  readonly name: string;
  readonly where: string;
  readonly next: string | undefined;
};

/** The lines in rules.xml that begin the entries of a kind, and the indent of these entries. */
const containers: ReadonlyMap<string, readonly [Kind, number]> = new Map([
  ['          <tag>', ['tag', 12]],
  ['          <address>', ['address', 12]],
  ['          <address-group>', ['address-group', 12]],
  ['          <service>', ['service', 12]],
  ['          <service-group>', ['service-group', 12]],
  ['          <application-group>', ['application-group', 12]],
  ['            <custom-url-category>', ['custom-url-category', 14]],
  ['            <security>', ['security', 16]],
  ['            <decryption>', ['decryption', 16]],
]);

/** The entries of rules.xml, which the reader accepted, in their order: objects before rules that name them. */
export function entriesOf(xml: string): Entry[] {
  const entries: Entry[] = [];
  let [kind, depth]: readonly [Kind, number] = ['tag', 12];
  let open: string[] = [];
  for (const line of xml.split('\n')) {
    const found = containers.get(line);
    if (found !== undefined) [kind, depth] = found;
    const indent = ' '.repeat(depth);
    if (line.startsWith(`${indent}<entry name="`)) open = [line.trim()];
    else if (open.length > 0) open.push(line.trim());
    if (open.length > 0 && line === `${indent}</entry>`) {
      entries.push({ kind, name: nameOf(open[0] ?? ''), text: open.join('') });
      open = [];
    }
  }
  return entries;
}

function nameOf(line: string): string {
  return /^<entry name="([^"]+)">$/.exec(line)?.[1] ?? '';
}

const move =
  /^move (?:(?:[^" ]+|"[^"]+") )*?(?:pre-|post-)?rulebase (security|decryption) rules ([^" ]+) (?:(top|bottom)|(before|after) (?:"([^"]+)"|([^" ]+)))$/;

/** The moves of rules.set, which the reader accepted, in their order. */
export function movesOf(set: string): Move[] {
  const lines = set.split('\n').filter((line) => line.startsWith('move '));
  return lines.map((line) => {
    const [, kind, name = '', end, side, quoted, bare] = move.exec(line) ?? [];
    const next = quoted ?? bare;
    if (kind === undefined || (next !== undefined && !isSafe(next)))
      throw new Error('the reader accepted a move that this version does not write');
    return {
      kind: kind === 'security' ? kind : 'decryption',
      name,
      where: end ?? side ?? '',
      next,
    };
  });
}
