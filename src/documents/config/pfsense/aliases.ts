import type { PortRange } from '../../../net/port.ts';
import { childOf, childrenOf, type XmlElement } from '../../../xml.ts';
import { Members, type Named } from '../rules/members.ts';

/** An alias of destinations or ports. */
export type Alias = {
  readonly name: string;
  readonly type: string;
  readonly entries: readonly string[];
  readonly line: number;
};

/** Ports without their protocol, which the rule names. */
export type Span = Pick<PortRange, 'low' | 'high'>;

/** The aliases of a firewall, and what they mean. */
export type Aliases = {
  readonly all: readonly Alias[];
  find(name: string): Alias | undefined;
  /** The names, addresses and networks of an alias, with those of the aliases in it. */
  readonly destinations: Members<string>;
  readonly ports: Members<Span>;
};

/** Reads the aliases. Of two with one name, the first counts, as on the firewall. */
export function aliasesOf(root: XmlElement): Aliases {
  const elements = childrenOf(root, 'aliases').flatMap((each) => childrenOf(each, 'alias'));
  const byName = new Map<string, Alias>();
  for (const element of elements) {
    const alias = aliasOf(element);
    if (alias.name !== '' && !byName.has(alias.name)) byName.set(alias.name, alias);
  }
  const find = (name: string) => byName.get(name);
  return {
    all: [...byName.values()],
    find,
    destinations: new Members((name) => meaningOf(name, find, destinationTypes, (text) => text)),
    ports: new Members((name) => meaningOf(name, find, portTypes, spanOf)),
  };
}

const destinationTypes = ['host', 'network'];
const portTypes = ['port'];

function aliasOf(element: XmlElement): Alias {
  const textOf = (name: string) => childOf(element, name)?.text ?? '';
  return {
    name: textOf('name'),
    type: textOf('type'),
    entries: textOf('address')
      .split(/\s+/)
      .filter((entry) => entry !== ''),
    line: element.line,
  };
}

function meaningOf<Value>(
  name: string,
  find: Aliases['find'],
  types: readonly string[],
  read: (text: string) => Value | undefined,
): Named<Value> | undefined {
  const alias = find(name);
  if (alias === undefined) return undefined;
  if (/^url/.test(alias.type))
    return { unknown: 'its alias is filled from a URL, and the file does not contain the result' };
  if (!types.includes(alias.type)) return { unknown: 'its alias has another type' };
  if (alias.entries.length === 0) return { unknown: 'its alias has no entries' };
  if (alias.entries.some((entry) => entry.startsWith('!')))
    return { unknown: 'its alias excludes some of its addresses' };
  const values: Value[] = [];
  const names: string[] = [];
  for (const entry of alias.entries) {
    const value = find(entry) === undefined ? read(entry) : undefined;
    if (value === undefined) names.push(entry);
    else values.push(value);
  }
  return { values, names };
}

/** Reads `443`, `8000-8010` of a rule or `8000:8010` of an alias; undefined for other texts. */
export function spanOf(text: string): Span | undefined {
  const [, first = '', last = first] = /^(\d{1,5})(?:[-:](\d{1,5}))?$/.exec(text) ?? [];
  const [low, high] = [Number(first), Number(last)];
  return low >= 1 && low <= high && high <= 65_535 ? { low, high } : undefined;
}
