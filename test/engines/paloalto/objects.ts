import { isHostName, readBlock, readPort, readPortRange, readRange } from '../address.ts';
import type { EngineProtocol } from '../flow.ts';
import { danglingIn, referencesOf } from './apply.ts';
import { type Config, type Entry, type Kind, kindNames, many, named, one } from './model.ts';
import { checkUrl } from './urls.ts';

const plainName = /^[A-Za-z0-9_][A-Za-z0-9 ._-]*$/;
const nameLengths: Readonly<Record<Kind, number>> = {
  tag: 127,
  address: 63,
  'address-group': 63,
  service: 63,
  'service-group': 63,
  'application-group': 31,
  'custom-url-category': 31,
  security: 63,
  decryption: 63,
};
const predefined = ['any', 'application-default', 'service-http', 'service-https'];
const appId = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const maxTags = 64;
const maxPorts = 1023;

/** What every object of the configuration must be, references and use included. Reasons; empty is good. */
export function checkObjects(config: Config): string[] {
  return [
    ...kindNames.flatMap((kind) =>
      config.entries[kind].flatMap((entry) =>
        checkEntry(config, kind, entry).map((why) => `the ${kind} "${entry.name}" ${why}`),
      ),
    ),
    ...checkPrefix(config),
    ...checkShared(config),
    ...checkUse(config),
  ];
}

/** The services behind names, groups resolved: transport and ports. */
export function portsOf(config: Config, names: readonly string[], depth = 0): Port[] {
  if (depth > 8) return [];
  return names.flatMap((name) => {
    const group = named(config, 'service-group', name);
    if (group !== undefined) return portsOf(config, many(group, 'members'), depth + 1);
    const service = named(config, 'service', name);
    return service === undefined ? [] : readService(service);
  });
}

/** The App-IDs that are a protocol without ports, and the protocol. Ping is one of IPv4 alone. */
export const bareApplications: ReadonlyMap<string, EngineProtocol> = new Map([
  ['ping', 'icmp-echo'],
  ['ipsec-esp', 'esp'],
  ['ipsec-ah', 'ah'],
  ['gre', 'gre'],
]);

export type Port = {
  readonly transport: 'tcp' | 'udp';
  readonly low: number;
  readonly high: number;
};

/** The App-IDs behind names, groups resolved. */
export function applicationsOf(config: Config, names: readonly string[], depth = 0): string[] {
  if (depth > 8) return [];
  return names.flatMap((name) => {
    const group = named(config, 'application-group', name);
    return group === undefined ? [name] : applicationsOf(config, many(group, 'members'), depth + 1);
  });
}

function readService(service: Entry): Port[] {
  return (['tcp', 'udp'] as const).flatMap((transport) =>
    (one(service, `protocol ${transport} port`) ?? '').split(',').flatMap((text) => {
      const [low, high] = readPortRange(text, '-') ?? [readPort(text), readPort(text)];
      return low === undefined || high === undefined ? [] : [{ transport, low, high }];
    }),
  );
}

function checkEntry(config: Config, kind: Kind, entry: Entry): string[] {
  const lists = [...entry.fields].filter(([, values]) => new Set(values).size !== values.length);
  return [
    ...checkName(kind, entry.name),
    ...checkTexts(kind, entry),
    ...lists.map(([field]) => `has a member twice in its ${field}`),
    ...[...entry.fields].flatMap(([field, values]) =>
      danglingIn(config, { kind, name: entry.name, field }, values).map(
        (name) => `names "${name}", which is not in the file`,
      ),
    ),
    ...(many(entry, 'tag').length > maxTags ? [`has more than ${maxTags} tags`] : []),
    ...checkOwn(config, kind, entry),
  ];
}

function checkName(kind: Kind, name: string): string[] {
  const form = kind === 'tag' ? /^[ -~]+$/ : plainName;
  return [
    ...(name.length > nameLengths[kind] ? [`has a name longer than ${nameLengths[kind]}`] : []),
    ...(form.test(name) && name === name.trim() ? [] : ['has a name with a forbidden character']),
    ...(kind === 'tag' && name.includes(',') ? ['has a name with a comma'] : []),
    ...(predefined.includes(name) ? ["has a name of the firewall's own"] : []),
  ];
}

function checkTexts(kind: Kind, entry: Entry): string[] {
  const rule = kind === 'security' || kind === 'decryption';
  const description = kind === 'custom-url-category' ? 255 : 1023;
  const limits = { comments: 1023, description: rule ? 1024 : description };
  const texts = [...entry.fields.values()].flat();
  return [
    ...Object.entries(limits)
      .filter(([field, limit]) => (one(entry, field) ?? '').length > limit)
      .map(([field, limit]) => `has a ${field} longer than ${limit}`),
    ...(texts.every((text) => /^[ -~]*$/.test(text)) ? [] : ['has a text beyond printable ASCII']),
  ];
}

function checkOwn(config: Config, kind: Kind, entry: Entry): string[] {
  if (kind === 'address') return checkAddress(entry);
  if (kind === 'address-group') return checkGroup(config, kind, entry, 'static');
  if (kind === 'service-group') return checkGroup(config, kind, entry, 'members');
  if (kind === 'application-group') return checkApplications(config, entry);
  if (kind === 'service') return checkService(entry);
  return kind === 'custom-url-category' ? checkCategory(entry) : [];
}

function checkAddress(entry: Entry): string[] {
  const [fqdn, network, range] = ['fqdn', 'ip-netmask', 'ip-range'].map((each) => one(entry, each));
  const given = [fqdn, network, range].filter((each) => each !== undefined);
  if (given.length !== 1) return ['is not exactly one of fqdn, ip-netmask and ip-range'];
  if (fqdn?.includes('*')) return ['is an FQDN with a wildcard'];
  return [
    ...(fqdn === undefined || isHostName(fqdn) ? [] : [`is the FQDN "${fqdn}", which is none`]),
    ...(network === undefined || readBlock(network)
      ? []
      : [`is "${network}", no canonical network`]),
    ...(range === undefined || readRange(range) ? [] : [`is "${range}", no range of addresses`]),
  ];
}

function checkGroup(config: Config, kind: Kind, entry: Entry, field: string): string[] {
  return [
    ...(many(entry, field).length === 0 ? ['is a group without members'] : []),
    ...(leadsTo(config, kind, field, entry, entry.name) ? ['is a member of itself'] : []),
  ];
}

function checkApplications(config: Config, entry: Entry): string[] {
  const odd = many(entry, 'members').filter((name) => !appId.test(name));
  return [
    ...checkGroup(config, 'application-group', entry, 'members'),
    ...(many(entry, 'members').includes('any') ? ['is a group with any in it'] : []),
    ...odd.map((name) => `has the member "${name}", which is no name of an application`),
  ];
}

function leadsTo(config: Config, kind: Kind, field: string, from: Entry, name: string): boolean {
  const queue = [...many(from, field)];
  const seen = new Set<string>();
  for (const each of queue) {
    if (each === name) return true;
    const inner = named(config, kind, each);
    if (inner !== undefined && !seen.has(each)) queue.push(...many(inner, field));
    seen.add(each);
  }
  return false;
}

function checkService(entry: Entry): string[] {
  const texts = ['protocol tcp port', 'protocol udp port'].flatMap(
    (each) => one(entry, each) ?? [],
  );
  const [text] = texts;
  if (text === undefined || texts.length > 1) return ['is not exactly one of tcp and udp'];
  const bad = text
    .split(',')
    .filter((each) => readPort(each) === undefined && readPortRange(each, '-') === undefined);
  return [
    ...(text.length > maxPorts ? [`has a port string longer than ${maxPorts}`] : []),
    ...bad.map((each) => `has the port "${each}", neither 1 to 65535 nor low-high`),
  ];
}

function checkCategory(entry: Entry): string[] {
  const urls = many(entry, 'list');
  return [
    ...(one(entry, 'type') === 'URL List' ? [] : ['is not of the type "URL List"']),
    ...(urls.length === 0 ? ['is a category without entries'] : []),
    ...urls.flatMap((url) => checkUrl(url).map((why) => `has the entry "${url}", which ${why}`)),
  ];
}

/** One prefix begins every name: a later run knows by it what is its own. */
function checkPrefix(config: Config): string[] {
  const prefix = /^([a-z][a-z0-9]*)[-._ ]/.exec(config.entries.security[0]?.name ?? '')?.[1];
  if (prefix === undefined) return ['the first security rule has no prefix in its name'];
  return kindNames.flatMap((kind) =>
    config.entries[kind]
      .filter(({ name }) => !(kind === 'tag' && name === prefix) && !isPrefixed(name, prefix))
      .map(({ name }) => `the ${kind} "${name}" does not begin with the prefix "${prefix}"`),
  );
}

function isPrefixed(name: string, prefix: string): boolean {
  return name.startsWith(prefix) && /^[-._ ]./.test(name.slice(prefix.length));
}

/** Addresses and their groups share one space of names, as do services and theirs. */
function checkShared({ entries }: Config): string[] {
  const spaces = [
    [...entries.address, ...entries['address-group']],
    [...entries.service, ...entries['service-group']],
    [...entries.security, ...entries.decryption],
  ];
  return spaces.flatMap((space) => {
    const names = space.map((entry) => entry.name);
    const doubles = names.filter((name, index) => names.indexOf(name) !== index);
    return doubles.map((name) => `two objects are named "${name}"`);
  });
}

function checkUse(config: Config): string[] {
  const used = new Set(
    kindNames.flatMap((kind) => config.entries[kind].flatMap((entry) => referencesOf(kind, entry))),
  );
  return kindNames
    .filter((kind) => kind !== 'security' && kind !== 'decryption')
    .flatMap((kind) =>
      config.entries[kind]
        .filter((entry) => !used.has(`${kind} ${entry.name}`))
        .map((entry) => `the ${kind} "${entry.name}" is used by nothing`),
    );
}
