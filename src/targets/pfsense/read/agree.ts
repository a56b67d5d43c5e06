import { type Family, parseAddress } from '../../../net/address.ts';
import type { Destination } from '../../../net/destination.ts';
import { parseHostName } from '../../../net/host-text.ts';
import { mergeNetworks, type Network, networkOfAddress } from '../../../net/network.ts';
import { compareNumber, compareText, firstDifference } from '../../../net/order.ts';
import { expected, refuseAt, unexpected } from '../../kit/reading/not-canonical.ts';
import { parseBlock, requireAscending } from '../../kit/reading/values.ts';
import type { Alias, Config } from './config.ts';
import type { Section, Sections } from './sections.ts';

/** One entry of an alias, and the number of its line in aliases.txt, from 1. */
export type Entry = { readonly destination: Destination; readonly line: number };

/** Both files together: the entries of every alias, and the addresses of the clients. */
export type Understood = {
  readonly config: Config;
  readonly aliases: ReadonlyMap<string, readonly Entry[]>;
  readonly clients: readonly Network[];
  /** The networks that the guard denies to every rule below it; sorted and merged, empty without a guard. */
  readonly inner: readonly Network[];
};

/** The names of the two files. */
export type FileNames = { readonly config: string; readonly aliases: string };

/** Combines the two files; throws a NotCanonicalError where they differ, and where config.xml contradicts itself. */
export function agree(config: Config, listed: Sections, files: FileNames): Understood {
  if (listed.spec !== config.spec)
    refuseAt(
      { file: files.aliases, line: 1 },
      expected(`the spec "${config.spec}" as in config.xml`, `"${listed.spec}"`),
    );
  const aliases = new Map(
    config.aliases.map((alias, index) => [
      alias.name,
      entriesOf(alias, listed.sections[index], files),
    ]),
  );
  const extra = listed.sections[config.aliases.length];
  if (extra !== undefined)
    refuseAt(
      { file: files.aliases, line: extra.line },
      unexpected(`alias "${extra.name}": it is not in config.xml`),
    );
  requireLinked(config, files.config);
  requireSides(config, aliases, files.config);
  const inner = mergeNetworks(networksOf(aliases.get(config.inner) ?? []));
  return { config, aliases, clients: clientsOf(config, aliases, files.config), inner };
}

function aliasText(alias: Alias | Section | undefined): string {
  return alias === undefined ? 'no more aliases' : `the alias "${alias.name}" (${alias.type})`;
}

function entriesOf(alias: Alias, section: Section | undefined, files: FileNames): Entry[] {
  const file = files.aliases;
  if (section === undefined || section.name !== alias.name || section.type !== alias.type)
    return refuseAt(
      { file, line: section?.line ?? 1 },
      expected(aliasText(alias), aliasText(section)),
    );
  const { rows, line } = section;
  const [wanted, found] = [`${alias.entries.length} entries as in config.xml`, `${rows.length}`];
  if (rows.length !== alias.entries.length) refuseAt({ file, line }, expected(wanted, found));
  rows.forEach((row, index) => {
    if (row.entry === alias.entries[index] && row.detail === alias.details[index]) return;
    const inConfig = `"${alias.entries[index]} ${alias.details[index]}"`;
    const here = `"${row.entry} ${row.detail}"`;
    refuseAt({ file, line: row.line }, expected(`${inConfig} as in config.xml`, here));
  });
  if (rows.length > 5000)
    refuseAt({ file, line }, expected('at most 5000 entries in an alias', `${rows.length}`));
  const entries = rows.map((row) => entryOf(row, alias.type, file));
  requireAscending(
    entries,
    (a, b) => compare(a.destination, b.destination),
    (entry) => ({ file, line: entry.line }),
  );
  return entries;
}

function entryOf(
  { entry, line }: Section['rows'][number],
  type: Alias['type'],
  file: string,
): Entry {
  const destination = type === 'host' ? hostEntry(entry) : blockEntry(entry);
  return destination === undefined
    ? refuseAt({ file, line }, expected(`an entry for an alias of type ${type}`, `"${entry}"`))
    : { destination, line };
}

const addressLike = /^[0-9.]*$|:/;

// A bare number could be a host, and an alias inside an alias would not be visible here.
function hostEntry(entry: string): Destination | undefined {
  if (!addressLike.test(entry)) {
    const name = parseHostName(entry);
    return name.ok ? { kind: 'host', host: { kind: 'exact', name: name.value } } : undefined;
  }
  const address = parseAddress(entry);
  return address.ok ? { kind: 'network', network: networkOfAddress(address.value) } : undefined;
}

function blockEntry(entry: string): Destination | undefined {
  const network = parseBlock(entry);
  return network === undefined ? undefined : { kind: 'network', network };
}

/** Names before addresses; of two blocks with the same start, the larger one first. */
function compare(a: Destination, b: Destination): number {
  if (a.kind === 'network' && b.kind === 'network') {
    return firstDifference(
      a.network.family - b.network.family,
      compareNumber(a.network.first, b.network.first),
      compareNumber(b.network.last, a.network.last),
    );
  }
  const [one, other] = [nameOf(a), nameOf(b)];
  if (one === undefined || other === undefined) return one === undefined ? 1 : -1;
  return compareText(one, other);
}

function nameOf(destination: Destination): string | undefined {
  return destination.kind === 'host' && destination.host.kind === 'exact'
    ? destination.host.name
    : undefined;
}

/** pfSense silently ignores a rule with a missing alias. Portolan does not write an alias without a rule. */
function requireLinked(config: Config, file: string): void {
  const { clients, inner, guard } = config;
  const used = new Set([clients, ...(guard === undefined ? [] : [inner])]);
  const known = (name: string) => config.aliases.some((alias) => alias.name === name);
  if (guard !== undefined && !known(inner))
    refuseAt({ file, line: guard.line }, expected(`the alias "${inner}" above`, 'none'));
  for (const { to } of config.passes) {
    if (to.kind !== 'alias') continue;
    used.add(to.name);
    if (!known(to.name) || [clients, inner].includes(to.name))
      refuseAt({ file, line: to.line }, expected('an alias of destinations above', `"${to.name}"`));
  }
  const loose = config.aliases.find(({ name }) => !used.has(name));
  if (loose !== undefined)
    refuseAt({ file, line: loose.line }, expected(`a rule for the alias "${loose.name}"`, 'none'));
}

/** Rules for names are below the guard; rules for addresses are above it, so that it denies no listed network. */
function requireSides(
  { passes, guard, aliases }: Config,
  entries: ReadonlyMap<string, readonly Entry[]>,
  file: string,
): void {
  if (guard === undefined) return;
  const types = new Map(aliases.map(({ name, type }) => [name, type]));
  for (const { to, guarded, line } of passes) {
    if (to.kind === 'any') continue;
    const isNamed = to.kind === 'alias' && types.get(to.name) === 'host';
    if (isNamed === guarded) continue;
    const [side, other] = isNamed ? ['below', 'above'] : ['above', 'below'];
    const wanted = `this rule ${side} the rule that denies the inner networks`;
    refuseAt({ file, line }, expected(wanted, `it ${other}`));
  }
  for (const { name, type, line } of aliases) {
    const mixed = type === 'host' && networksOf(entries.get(name) ?? []).length > 0;
    if (mixed) refuseAt({ file, line }, expected('only names in an alias of names', 'an address'));
  }
}

const familiesOf: Readonly<Record<string, readonly Family[]>> = {
  inet: [4],
  inet6: [6],
  inet46: [4, 6],
};

function clientsOf(
  { clients, ipprotocol, aliases }: Config,
  entries: ReadonlyMap<string, readonly Entry[]>,
  file: string,
): Network[] {
  const networks = networksOf(entries.get(clients) ?? []);
  if (networks.length === 0)
    refuseAt({ file, line: 1 }, expected(`the alias "${clients}"`, 'none'));
  const hasFamily = (family: Family) => networks.some((network) => network.family === family);
  const served = (familiesOf[ipprotocol] ?? []).filter(hasFamily);
  for (const { name, line } of aliases) {
    const unserved = networksOf(entries.get(name) ?? []).some(
      (one) => !served.includes(one.family),
    );
    if (unserved)
      refuseAt(
        { file, line },
        expected('entries of an address family that the rules match', 'another family'),
      );
  }
  return networks;
}

function networksOf(entries: readonly Entry[]): Network[] {
  return entries.flatMap(({ destination }) =>
    destination.kind === 'network' ? [destination.network] : [],
  );
}
