import { type HostName, parseHostName } from '../../../net/host.ts';
import { compareText } from '../../../net/order.ts';
import type { Cursor } from '../../kit/reading/cursor.ts';
import { requireAscending } from '../../kit/reading/values.ts';

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
  /** The number, from 1, of the line that says so, or of the last before the names. */
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

/** Reads dnsmasq.conf; throws a NotCanonicalError at the first line that the tool would not have written. */
export function readNames(cursor: Cursor): NamesFile {
  const spec = cursor.take(
    /^# ([a-z][a-z0-9-]*), site [a-z][a-z0-9-]{0,31}: the names of each set, written by "portolan generate"; a change here is lost\.$/,
    'the header',
  );
  cursor.takeExactly(
    '# Both limits hold for every answer of this dnsmasq, not for these names alone: a client must ask again',
    '# before its address leaves the set.',
    'max-ttl=300',
    'max-cache-ttl=300',
  );
  const filtersHttps = readFilter(cursor);
  const filterAt = cursor.line;
  const names = cursor.takeWhile(/^ipset=\/([^/]+)\/([a-z0-9_,.-]+)$/, (groups) =>
    nameLine(cursor, groups),
  );
  cursor.end('a line of names');
  requireSorted(cursor, names);
  return { file: cursor.file, spec, filtersHttps, filterAt, names };
}

/** Are HTTPS and SVCB records left out of the answers? */
function readFilter(cursor: Cursor): boolean {
  const about =
    '# HTTPS and SVCB records name addresses that no set contains. This too holds for every answer of this dnsmasq, and needs';
  if (!cursor.takeIf(about)) return false;
  cursor.takeExactly('# version 2.90 or later.', 'filter-rr=HTTPS', 'filter-rr=SVCB');
  return true;
}

/** Reads sets.ipset; throws a NotCanonicalError at the first line that the tool would not have written. */
export function readSets(cursor: Cursor): SetsFile {
  const spec = cursor.take(
    /^# ([a-z][a-z0-9-]*): sets that dnsmasq fills, written by "portolan generate"; a change here is lost\.$/,
    'the header',
  );
  cursor.takeExactly(
    '# apply.sh loads this file before the rules that match the sets, and before dnsmasq.',
  );
  const sets = cursor.takeWhile(
    /^create ([a-z][a-z0-9_-]{0,27}_v([46])) hash:ip family (inet6?) maxelem ([0-9]{1,10}) timeout 86400$/,
    (groups) => setLine(cursor, groups),
  );
  cursor.takeExactly(
    '# No rule matches these. Each holds what one name was answered, so that apply.sh knows what to close when it goes.',
  );
  const own = cursor.takeWhile(
    /^create ([a-z][a-z0-9]*_[a-z0-9_-]*\.[a-z0-9_.-]*_v([46])) hash:ip family (inet6?) hashsize 64 maxelem 65536 timeout 86400$/,
    (groups) => ownSetLine(cursor, groups),
  );
  cursor.end('a set of one name');
  requireSorted(cursor, sets);
  requireSorted(cursor, own);
  return { file: cursor.file, spec, sets, own };
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
  if (!name.ok) return cursor.refuse('the line holds no canonical name');
  if (sets.some((set) => own.includes(set)))
    return cursor.refuse('the line has a set of its own after the others');
  requireAscending(sets, compareText, () => cursor.at);
  return { line: cursor.line, name: name.value, own, sets };
}

function setLine(cursor: Cursor, groups: readonly (string | undefined)[]): SetLine {
  return { ...ownSetLine(cursor, groups), capacity: Number(groups[3]) };
}

function ownSetLine(cursor: Cursor, groups: readonly (string | undefined)[]): OwnSetLine {
  const [name = '', family, inet] = groups;
  if ((family === '4') !== (inet === 'inet'))
    return cursor.refuse('the line has a name of the other family');
  return { line: cursor.line, name };
}

function requireSorted({ file }: Cursor, lines: readonly OwnSetLine[]): void {
  requireAscending(
    lines,
    (a, b) => compareText(a.name, b.name),
    ({ line }) => ({ file, line }),
  );
}
