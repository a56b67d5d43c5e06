import { type HostName, parseHostName } from '../../net/host.ts';
import { compareText } from '../../net/order.ts';
import { Cursor } from './read-cursor.ts';

/** One line of dnsmasq.conf: a name, and the sets that its addresses and those of all names below it enter. */
export type NameLine = {
  readonly line: number;
  readonly name: HostName;
  readonly sets: readonly string[];
};

/** dnsmasq.conf, understood; sorted by name. */
export type NamesFile = {
  readonly file: string;
  readonly spec: string;
  readonly names: readonly NameLine[];
};

/** One set of sets.ipset. */
export type SetLine = { readonly line: number; readonly name: string; readonly capacity: number };

/** sets.ipset, understood; sorted by name. */
export type SetsFile = {
  readonly file: string;
  readonly spec: string;
  readonly sets: readonly SetLine[];
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
  const names = cursor.while(/^ipset=\/([^/]+)\/([a-z0-9_,-]+)$/, (groups) =>
    nameLine(cursor, groups),
  );
  cursor.end();
  refuseDisorder(cursor, names);
  return { file, spec, names };
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
  cursor.end();
  refuseDisorder(cursor, sets);
  return { file, spec, sets };
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
  const sets = setsText.split(',');
  if (!name.ok) return cursor.refuse('holds no canonical name');
  if (sets.some((set, index) => index > 0 && compareText(sets[index - 1] ?? '', set) >= 0)) {
    return cursor.refuse('has its sets out of order');
  }
  return { line: cursor.line, name: name.value, sets };
}

function setLine(cursor: Cursor, groups: readonly (string | undefined)[]): SetLine {
  const [name = '', family, inet, capacity] = groups;
  if ((family === '4') !== (inet === 'inet'))
    return cursor.refuse('has a name of the other family');
  return { line: cursor.line, name, capacity: Number(capacity) };
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
