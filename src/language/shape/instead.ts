import { quote } from '../../characters.ts';
import { parseNetwork } from '../../net/network-text.ts';
import { parsePortRange } from '../../net/port-text.ts';
import type { Cursor } from '../yaml/cursor.ts';
import { type Node, type NodePath, toValue } from '../yaml/node.ts';
import { sourceOfService } from './synonyms.ts';

/** The words of other tools for a value of a key, which are near a wrong one or near none. */
const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  application: { https: 'tls', ssl: 'tls', wss: 'tls' },
};

/** The help for a word of another tool; undefined for all others. */
export function helpForWord({ path }: Cursor, word: string): string | undefined {
  const known = words[String(path.at(-1))] ?? {};
  const lower = word.toLowerCase();
  return Object.hasOwn(known, lower) ? `did you mean ${quote(known[lower] ?? '')}?` : undefined;
}

const onlyDigits = /^[0-9]+$/;

/** The help for a port where the name of a service is expected; undefined for other texts. */
export function helpForPort(text: string): string | undefined {
  const port = onlyDigits.test(text) ? `tcp/${text}` : text;
  return parsePortRange(port).ok
    ? `define a service with "ports: [${port}]" under "services", and write its name here`
    : undefined;
}

/** The help for a value whose type is of another key, or of another form of the same key; undefined for all others. */
export function helpInstead(
  { path, node }: Cursor,
  expected: readonly string[],
): string | undefined {
  const key = String(path.at(-1));
  if (path.length === 2 && path[0] === 'variables') return helpForValue(key);
  if (path.length === 2 && path[0] === 'services') return helpForPorts(key, node);
  const wanted = expected.join();
  const help = Object.hasOwn(forms, `${key} ${wanted}`) ? forms[`${key} ${wanted}`] : undefined;
  return help?.(node);
}

/** The help for ports in place of a whole service; undefined for anything else. */
function helpForPorts(service: string, node: Node): string | undefined {
  const nodes = node.kind === 'list' ? [...node.items] : [node];
  const ports = nodes.map((each) => {
    const written = each.kind === 'scalar' ? each.source : '';
    return onlyDigits.test(written) ? `tcp/${written}` : written;
  });
  const isRead = ports.length > 0 && ports.every((port) => parsePortRange(port).ok);
  const application = ports.join() === 'tcp/443' ? 'tls' : 'other';
  return isRead
    ? `write "${service}: { ports: [${ports.join(', ')}], application: ${application} }"`
    : undefined;
}

/** The help for a value of a variable where the spec declares it. */
function helpForValue(variable: string): string {
  return `write "${variable}: {}" here, and the value at each site under "variables"`;
}

/** The help for an unknown key that is right elsewhere; undefined for all others. */
export function helpForUnknownKey(path: NodePath, key: string): string | undefined {
  if (path.length === 2 && path[0] === 'services' && key === 'source') return sourceOfService;
  const isVariable = path.length === 2 && path[0] === 'variables';
  return isVariable && /^(?:values?|default)$/.test(key)
    ? helpForValue(String(path[1]))
    : undefined;
}

type Help = (node: Node) => string | undefined;

/** By key and expected type. */
const forms: Readonly<Record<string, Help>> = {
  'service string': (node) => {
    const names = textsOf(node);
    if (names !== undefined) return `write "services: [${names.join(', ')}]" instead`;
    return node.kind === 'scalar' ? helpForPort(node.source) : undefined;
  },
  'host string': oneEach,
  'network string': oneEach,
  'url string': oneEach,
  'to string': oneEach,
  'ports array': (node) => {
    if (node.kind !== 'scalar') return undefined;
    const port = onlyDigits.test(node.source) ? `tcp/${node.source}` : node.source;
    const read = parsePortRange(port);
    const ports = read.ok ? [port] : read.error.fix?.to;
    return ports && `write a list: [${ports.join(', ')}]`;
  },
  'clients array': networksInstead,
  'inner array': networksInstead,
  'resolvers array': (node) => {
    const areResolvers = textsOfLine(node).every((text) => text === 'self' || isNetwork(text));
    return areResolvers ? undefined : 'write a list of addresses or self, for example [192.0.2.53]';
  },
  'source object': (node) =>
    node.kind === 'scalar'
      ? `write "source: { document: guide, section: ${node.source} }" with the name of your document`
      : undefined,
  'applications object': (node) => {
    const names = textsOf(node);
    return names && `write them by target: "applications: { paloalto: [${names.join(', ')}] }"`;
  },
  'targets object': (node) => {
    const names = textsOf(node) ?? (node.kind === 'scalar' ? [node.source] : []);
    const isNamed = names.length > 0 && names.every((name) => /^[a-z]+$/.test(name));
    return isNamed
      ? `write "targets: { ${names.map((name) => `${name}: {}`).join(', ')} }"`
      : undefined;
  },
  'select object': (node) => {
    const tags = textsOf(node) ?? (node.kind === 'scalar' ? [node.source] : undefined);
    return tags && `write "select: { tags: [${tags.join(', ')}] }"`;
  },
};

/** A list of what is no network would only be refused next. */
function networksInstead(node: Node): string | undefined {
  return textsOfLine(node).every(isNetwork)
    ? undefined
    : 'write a list of networks, for example [192.0.2.0/24]';
}

function isNetwork(text: string): boolean {
  return parseNetwork(text).ok;
}

/** The texts of a scalar with commas between them. */
function textsOfLine(node: Node): readonly string[] {
  return node.kind === 'scalar' ? node.source.split(',').map((text) => text.trim()) : [];
}

function oneEach(node: Node): string | undefined {
  return textsOf(node) === undefined ? undefined : 'write one endpoint for each';
}

/** The first item of a list, by its key. */
const firstItems: ReadonlyMap<string, string> = new Map([
  ['clients', 'network, for example 192.0.2.0/24'],
  ['domains', 'domain, for example example.com'],
  ['endpoints', 'endpoint, for example { url: https://www.example.com }'],
  ['groups', 'group with "id", "title", "tier" and "endpoints"'],
  ['ports', 'port, for example tcp/443'],
  ['protocols', 'protocol, for example esp'],
  ['resolvers', 'address, for example 192.0.2.53, or self'],
  ['services', 'service, for example https'],
  ['select.groups', 'id of a group'],
  ['select.tags', 'tag of a group'],
  ['tags', 'tag, for example teams'],
  ['tiers', 'tier, for example required'],
]);

/** The first entry of a map, by its key. */
const firstEntries: ReadonlyMap<string, string> = new Map([
  ['services', 'service, for example https: { ports: [tcp/443], application: tls }'],
  ['sites', 'site with "clients", "resolvers", "enforce", "tiers" and "targets"'],
  ['targets', 'target, for example iptables: {}'],
]);

/** The first item of a list or entry of a map that lacks it; undefined for a key without a known one. */
export function firstOf({ path }: Cursor, type: string | undefined): string | undefined {
  const key = path.slice(path.at(-2) === 'select' ? -2 : -1).join('.');
  if (type === 'array') return firstItems.get(key);
  return type === 'object' ? firstEntries.get(key) : undefined;
}

/** The texts of a list that has nothing else. */
function textsOf(node: Node): readonly string[] | undefined {
  if (node.kind !== 'list') return undefined;
  const items = Array.from(node.items, toValue);
  return items.length > 0 && items.every((item) => typeof item === 'string') ? items : undefined;
}
