import { type HostName, parseHostName } from '../../../net/host.ts';
import { compareText } from '../../../net/order.ts';
import { Cursor } from './cursor.ts';

/**
 * One line of dnsmasq.conf: a name, and the sets that its addresses and those of all names below it enter: those that
 * it has for itself, and those that rules match.
 */
export type NameLine = {
  readonly line: number;
  readonly name: HostName;
  readonly own: readonly string[];
  readonly sets: readonly string[];
};

/** dnsmasq.conf, understood; sorted by name. */
export type NamesFile = {
  readonly file: string;
  readonly spec: string;
  readonly filtersHttps: boolean;
  /** The line that says so, or the last before the names. */
  readonly filterAt: number;
  readonly names: readonly NameLine[];
};

/** One set of sets.ipset. */
export type SetLine = { readonly line: number; readonly name: string; readonly capacity: number };
export type OwnSetLine = { readonly line: number; readonly name: string };

/** sets.ipset, understood; both kinds are sorted by name. */
export type SetsFile = {
  readonly file: string;
  readonly spec: string;
  readonly sets: readonly SetLine[];
  /** Each belongs to one name; a dot tells them from the others. */
  readonly own: readonly OwnSetLine[];
};

/** Reads dnsmasq.conf; throws a Mismatch at the first line that the tool would not have written. */
export function readNames(file: string, text: string): NamesFile {
  const cursor = new Cursor(file, text);
  const [spec = ''] = cursor.match(
    /^# ([a-z][a-z0-9-]*), site [a-z][a-z0-9-]{0,31}: the names of each set, written by "portolan generate"; a change here is lost\.$/,
    'the header',
  );
  cursor.expect(
    '# Both limits hold for every answer of this dnsmasq, not for these names alone: a client must ask again',
  );
  cursor.expect('# before its address leaves the set.');
  cursor.expect('max-ttl=300');
  cursor.expect('max-cache-ttl=300');
  const filtersHttps = readFilter(cursor);
  const filterAt = cursor.line;
  const names = cursor.while(/^ipset=\/([^/]+)\/([a-z0-9_,.-]+)$/, (groups) =>
    nameLine(cursor, groups),
  );
  cursor.end('a line of names, or ');
  refuseDisorder(cursor, names);
  return { file, spec, filtersHttps, filterAt, names };
}

/** Are HTTPS and SVCB records left out of the answers? */
function readFilter(cursor: Cursor): boolean {
  const about =
    '# HTTPS and SVCB records name addresses that no set contains. This too holds for every answer of this dnsmasq, and needs';
  if (!cursor.take(about)) return false;
  for (const line of ['# version 2.90 or later.', 'filter-rr=HTTPS', 'filter-rr=SVCB'])
    cursor.expect(line);
  return true;
}

/** Reads sets.ipset; throws a Mismatch at the first line that the tool would not have written. */
export function readSets(file: string, text: string): SetsFile {
  const cursor = new Cursor(file, text);
  const [spec = ''] = cursor.match(
    /^# ([a-z][a-z0-9-]*): sets that dnsmasq fills, written by "portolan generate"; a change here is lost\.$/,
    'the header',
  );
  cursor.expect(
    '# apply.sh loads this file before the rules that match the sets, and before dnsmasq.',
  );
  const sets = cursor.while(
    /^create ([a-z][a-z0-9_-]{0,27}_v([46])) hash:ip family (inet6?) maxelem ([0-9]{1,10}) timeout 86400$/,
    (groups) => setLine(cursor, groups),
  );
  cursor.expect(
    '# No rule matches these. Each holds what one name was answered, so that apply.sh knows what to close when it goes.',
  );
  const own = cursor.while(
    /^create ([a-z][a-z0-9]*_[a-z0-9_-]*\.[a-z0-9_.-]*_v([46])) hash:ip family (inet6?) hashsize 64 maxelem 65536 timeout 86400$/,
    (groups) => ownSetLine(cursor, groups),
  );
  cursor.end('a set of one name, or ');
  refuseDisorder(cursor, sets);
  refuseDisorder(cursor, own);
  return { file, spec, sets, own };
}

/** The line that dnsmasq heeds for a name: that of its longest listed suffix. */
export function lineFor(names: ReadonlyMap<string, NameLine>, name: string): NameLine | undefined {
  const own = names.get(name);
  const dot = name.indexOf('.');
  return own !== undefined || dot < 0 ? own : lineFor(names, name.slice(dot + 1));
}

function nameLine(cursor: Cursor, groups: readonly (string | undefined)[]): NameLine {
  const [nameText = '', setsText = ''] = groups;
  const name = parseHostName(nameText);
  const all = setsText.split(',');
  const sets = all.filter((set) => !set.includes('.'));
  const own = all.slice(0, all.length - sets.length);
  if (!name.ok) return cursor.refuse('holds no canonical name');
  if (sets.some((set) => own.includes(set)))
    return cursor.refuse('has a set of its own after the others');
  if (sets.some((set, index) => index > 0 && compareText(sets[index - 1] ?? '', set) >= 0)) {
    return cursor.refuse('has its sets out of order');
  }
  return { line: cursor.line, name: name.value, own, sets };
}

function setLine(cursor: Cursor, groups: readonly (string | undefined)[]): SetLine {
  return { ...ownSetLine(cursor, groups), capacity: Number(groups[3]) };
}

function ownSetLine(cursor: Cursor, groups: readonly (string | undefined)[]): OwnSetLine {
  const [name = '', family, inet] = groups;
  if ((family === '4') !== (inet === 'inet'))
    return cursor.refuse('has a name of the other family');
  return { line: cursor.line, name };
}

function refuseDisorder(
  cursor: Cursor,
  lines: readonly { readonly name: string; readonly line: number }[],
): void {
  for (const [index, { name, line }] of lines.entries()) {
    const before = lines[index - 1];
    if (before !== undefined && compareText(before.name, name) >= 0)
      cursor.refuseAt(line, 'is out of order');
  }
}
