import { isHostName, readBlock, readPort, readPortRange, readRange } from '../address.ts';
import type { Alias, Config } from './config.ts';
import { checkAliasName, prefixOf } from './names.ts';

const types = ['host', 'network', 'port'];
const maxEntries = 5000;
const maxDetail = 199;

/** Every alias by itself, and all together: names, references, use. Reasons; empty is good. */
export function checkAliases(config: Config): string[] {
  return [
    ...config.aliases.flatMap((alias) => checkAlias(alias, config)),
    ...checkNames(config),
    ...checkUse(config),
  ];
}

export function aliasNamed(config: Config, name: string | undefined): Alias | undefined {
  return config.aliases.find((alias) => alias.name === name);
}

/** The entries of an alias and of those that it names. Each alias once, so that a loop ends. */
export function entriesOf(config: Config, alias: Alias, seen = new Set<string>()): string[] {
  if (seen.has(alias.name)) return [];
  seen.add(alias.name);
  return alias.entries.flatMap((entry) => {
    const inner = aliasNamed(config, entry);
    return inner === undefined ? [entry] : entriesOf(config, inner, seen);
  });
}

function checkAlias(alias: Alias, config: Config): string[] {
  const where = `the alias "${alias.name}"`;
  return [
    ...checkAliasName(alias.name),
    ...(types.includes(alias.type) ? [] : [`${where} has the type "${alias.type}"`]),
    ...checkAddress(alias, where),
    ...alias.entries.flatMap((entry) => checkEntry(entry, alias, config)),
    ...checkDetails(alias, where),
    ...(alias.descr === '' ? [`${where} has no descr`] : []),
  ];
}

function checkAddress({ address, entries }: Alias, where: string): string[] {
  const doubles = entries.filter((entry, index) => entries.indexOf(entry) !== index);
  return [
    ...(entries.length === 0 ? [`${where} has no entries`] : []),
    ...(address === entries.join(' ')
      ? []
      : [`${where} does not have its entries on one line with one space between them`]),
    ...(entries.length > maxEntries ? [`${where} has more than ${maxEntries} entries`] : []),
    ...doubles.map((entry) => `${where} has the entry "${entry}" twice`),
  ];
}

function checkDetails({ details, entries }: Alias, where: string): string[] {
  return [
    ...(details.length === entries.length
      ? []
      : [`${where} has ${entries.length} entries and ${details.length} details`]),
    ...details.flatMap((detail) => [
      ...(detail.trim() === '' ? [`${where} has a blank detail, which becomes a dated text`] : []),
      ...(detail.length > maxDetail ? [`${where} has a detail of 200 or more characters`] : []),
      ...(detail.includes('|') ? [`${where} has a detail with a vertical bar`] : []),
    ]),
  ];
}

function checkEntry(entry: string, alias: Alias, config: Config): string[] {
  const where = `the entry "${entry}" of the alias "${alias.name}"`;
  if (alias.type === 'port') return checkPortEntry(entry, where, config);
  const inner = aliasNamed(config, entry);
  if (inner !== undefined) return checkNested(alias, inner, where, config);
  const block = readBlock(entry);
  if (block !== undefined)
    return entry.includes('/') && alias.type === 'host'
      ? [`${where} is a network in an alias of the type host`]
      : [];
  return isHostName(entry) ? [] : [`${where} is ${misreading(entry)}`];
}

/** What an entry looks like that is neither address, network, FQDN nor alias. */
function misreading(entry: string): string {
  if (/^[0-9]+$/.test(entry)) return 'a bare number, which passes as a host';
  if (entry.includes('*')) return 'a wildcard, which no alias can hold';
  if (entry.includes('://')) return 'a URL, not a host';
  if (entry.includes(',')) return 'not one entry: it has a comma';
  if (readRange(entry) !== undefined) return 'a range, not networks';
  if (/^[0-9./]+$/.test(entry)) return 'no canonical address or network';
  if (entry.includes('/')) return 'a path or no canonical network, not a host';
  if (/^[^:]+:[0-9]+$/.test(entry)) return 'a host with a port';
  return 'neither a canonical address, nor an FQDN, nor an alias of this file';
}

function checkPortEntry(entry: string, where: string, config: Config): string[] {
  if (aliasNamed(config, entry)?.type === 'port') return [];
  if (readPort(entry) !== undefined || readPortRange(entry, ':') !== undefined) return [];
  return [`${where} is neither a port nor low:high`];
}

function checkNested(alias: Alias, inner: Alias, where: string, config: Config): string[] {
  return [
    ...(inner.type === alias.type || (inner.type === 'host' && alias.type === 'network')
      ? []
      : [`${where} is an alias of the type ${inner.type}`]),
    ...(reaches(config, inner, alias.name) ? [`${where} leads back to the alias itself`] : []),
  ];
}

function reaches(config: Config, from: Alias, name: string, seen = new Set<string>()): boolean {
  if (from.name === name) return true;
  if (seen.has(from.name)) return false;
  seen.add(from.name);
  return from.entries.some((entry) => {
    const inner = aliasNamed(config, entry);
    return inner !== undefined && reaches(config, inner, name, seen);
  });
}

function checkNames({ aliases }: Config): string[] {
  const names = aliases.map((alias) => alias.name);
  const prefix = prefixOf(names[0] ?? '');
  return names.flatMap((name, index) => [
    ...(names.indexOf(name) === index ? [] : [`two aliases are named "${name}"`]),
    ...(prefixOf(name) === undefined ? [`the alias name "${name}" has no prefix`] : []),
    ...(prefixOf(name) === prefix ? [] : [`the alias name "${name}" has not the others' prefix`]),
  ]);
}

function checkUse({ aliases, rules }: Config): string[] {
  const used = new Set([
    ...rules.flatMap(({ source, destination }) => [
      source?.address,
      destination?.address,
      destination?.port,
    ]),
    ...aliases.flatMap((alias) => alias.entries),
  ]);
  return aliases
    .filter((alias) => !used.has(alias.name))
    .map((alias) => `the alias "${alias.name}" is used by no rule`);
}
