import { getOrAdd } from '../../../maps.ts';
import type { Destination } from '../../../net/destination.ts';
import { parseHostName } from '../../../net/host-text.ts';
import { mergeNetworks, type Network } from '../../../net/network.ts';
import { parseNetwork } from '../../../net/network-text.ts';
import { maxPort, type PortRange } from '../../../net/port.ts';
import { parsePortRange } from '../../../net/port-text.ts';
import type { LiveRule } from '../../kit/reading/live-rules.ts';
import type { Directive } from './directives.ts';

/** The acls of a configuration: the values of all lines of a name. */
export type Acls = ReadonlyMap<string, Acl>;

type Acl = { readonly type: string; readonly values: readonly string[] };

// A line with such a name adds values to those that Squid has.
const builtIn: readonly (readonly [string, Acl])[] = [
  ['all', { type: 'src', values: ['all'] }],
  ['localhost', { type: 'src', values: ['127.0.0.1', '::1'] }],
  ['to_localhost', { type: 'dst', values: ['127.0.0.0/8', '0.0.0.0', '::1', '::'] }],
  ['to_linklocal', { type: 'dst', values: ['169.254.0.0/16', 'fe80::/10'] }],
];

/** The acls that the directives define, by their names in lower case. Options of a type, such as -n, are no values. */
export function aclsOf(directives: readonly Directive[]): Acls {
  const found = new Map(
    builtIn.map(([name, { type, values }]) => [name, { type, values: [...values] }]),
  );
  for (const { words } of directives) {
    const [command, name = '', type = '', ...values] = words;
    if (command !== 'acl') continue;
    const acl = getOrAdd(found, keyOf(name), () => ({ type, values: [] }));
    for (const value of values) if (!/^-[a-zA-Z]$|^--/.test(value)) acl.values.push(value);
  }
  return found;
}

/** Squid compares the names of acls without their case. */
function keyOf(name: string): string {
  return name.toLowerCase();
}

/** Does the acl match every request? In a list of hosts or users, the word `all` is only a name. */
export function isForAll(acls: Acls, name: string): boolean {
  const acl = acls.get(keyOf(name));
  return (acl?.type === 'src' || acl?.type === 'dst') && acl.values.includes('all');
}

/** Does the acl ask for a login? */
export function asksForLogin(acls: Acls, name: string): boolean {
  return /^proxy_auth(?:_regex)?$/.test(acls.get(keyOf(name))?.type ?? '');
}

const everyTcpPort: PortRange = { transport: 'tcp', low: 1, high: maxPort };

type Parts = {
  sources: readonly Network[] | undefined;
  to: readonly Destination[] | undefined;
  ports: readonly PortRange[] | undefined;
  conditional: boolean;
};

/** A line of others that allows or denies, such as http_access, as a rule. An acl that is not read counts as met. */
export function ruleOf({ words, text, at }: Directive, acls: Acls): LiveRule {
  const [, action, ...names] = words;
  const parts: Parts = { sources: undefined, to: undefined, ports: undefined, conditional: false };
  for (const name of names) addAcl(parts, name, acls);
  return {
    at,
    text,
    isOwn: false,
    action: action === 'allow' ? 'allow' : 'deny',
    sources: parts.sources,
    families: [4, 6],
    to: (parts.to ?? [{ kind: 'any' } as const]).map((destination) => ({ destination })),
    ports: parts.ports ?? [everyTcpPort],
    conditional: parts.conditional,
    otherProtocol: false,
  };
}

function addAcl(parts: Parts, name: string, acls: Acls): void {
  if (isForAll(acls, name)) return;
  const acl = acls.get(keyOf(name));
  const read = acl === undefined ? undefined : readers[acl.type]?.(acl.values);
  if (read === undefined) parts.conditional = true;
  else if (read.sources !== undefined && parts.sources === undefined) parts.sources = read.sources;
  else if (read.to !== undefined && parts.to === undefined) parts.to = read.to;
  else if (read.ports !== undefined && parts.ports === undefined) parts.ports = read.ports;
  else parts.conditional = true;
}

type Read = Partial<Omit<Parts, 'conditional'>>;

/** What is read of a type; undefined if one value cannot be read. */
const readers: Readonly<Record<string, (values: readonly string[]) => Read | undefined>> = {
  src: (values) => {
    const networks = networksOf(values);
    return networks && { sources: mergeNetworks(networks) };
  },
  dst: (values) => {
    const networks = networksOf(values);
    return (
      networks && { to: mergeNetworks(networks).map((network) => ({ kind: 'network', network })) }
    );
  },
  dstdomain: (values) => {
    const hosts = values.map(hostsOf);
    return hosts.every((each) => each.length > 0) ? { to: hosts.flat() } : undefined;
  },
  port: (values) => {
    const ports = values.map((value) => parsePortRange(`tcp/${value}`));
    const read = ports.flatMap((port) => (port.ok ? [port.value] : []));
    return read.length === values.length ? { ports: read } : undefined;
  },
};

function networksOf(values: readonly string[]): Network[] | undefined {
  const networks = values.map((value) => parseNetwork(value.replace(/\/(?:32|128)$/, '')));
  const read = networks.flatMap((network) => (network.ok ? [network.value] : []));
  return read.length === values.length ? read : undefined;
}

/** A leading dot is the domain with its subdomains. */
function hostsOf(value: string): Destination[] {
  const name = parseHostName(value.replace(/^\./, '').toLowerCase());
  if (!name.ok) return [];
  const exact: Destination = { kind: 'host', host: { kind: 'exact', name: name.value } };
  if (!value.startsWith('.')) return [exact];
  return [exact, { kind: 'host', host: { kind: 'subdomains', of: name.value } }];
}
