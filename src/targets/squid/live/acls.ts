import { getOrAdd } from '../../../maps.ts';
import type { Destination } from '../../../net/destination.ts';
import { parseHostName } from '../../../net/host-text.ts';
import { everyAddress, mergeNetworks, type Network, networkCovers } from '../../../net/network.ts';
import { parseNetwork } from '../../../net/network-text.ts';
import { maxPort, type PortRange } from '../../../net/port.ts';
import { parsePortRange } from '../../../net/port-text.ts';
import type { LiveRule } from '../../kit/reading/live-rules.ts';
import { parseBlock } from '../../kit/reading/values.ts';
import type { Directive } from './directives.ts';

/** The acls of a configuration: the values of all lines of a name. */
export type Acls = ReadonlyMap<string, Acl>;

type Acl = {
  readonly type: string;
  readonly values: readonly string[];
  /** Does Squid resolve what the request names? Not if each line has the option -n. */
  readonly resolves: boolean;
  /** Does it ask for a login? */
  readonly asks: Asking;
};

/** `perhaps`: an acl that joins others, of which some ask. */
type Asking = 'never' | 'perhaps' | 'always';

// A line with such a name adds values to those that Squid has.
const builtIn: readonly (readonly [string, string, readonly string[]])[] = [
  ['all', 'src', ['all']],
  ['localhost', 'src', ['127.0.0.1', '::1']],
  ['to_localhost', 'dst', ['127.0.0.0/8', '0.0.0.0', '::1', '::']],
  ['to_linklocal', 'dst', ['169.254.0.0/16', 'fe80::/10']],
];

type AclDraft = { type: string; values: string[]; resolves: boolean; asks: Asking };

function newAcl(type: string): AclDraft {
  return { type, values: [], resolves: false, asks: 'never' };
}

/** The acls that the directives define, by their names in lower case. Options of a type, such as -n, are no values. */
export function aclsOf(directives: readonly Directive[]): Acls {
  const found = new Map<string, AclDraft>(
    builtIn.map(([name, type, values]) => [name, { ...newAcl(type), values: [...values] }]),
  );
  const helpers = new Map<string, Asking>();
  for (const { words, text } of directives) {
    const [command, name = '', type = '', ...rest] = words;
    if (command === 'external_acl_type') helpers.set(name, helperAsking(text));
    if (command !== 'acl') continue;
    const acl = getOrAdd(found, keyOf(name), () => newAcl(type));
    for (const value of rest) if (!/^-[a-zA-Z]$|^--/.test(value)) acl.values.push(value);
    if (!rest.includes('-n')) acl.resolves = true;
    acl.asks = askingOf(acl, rest, { acls: found, helpers });
  }
  return found;
}

/** Squid compares the names of acls without their case. */
export function keyOf(name: string): string {
  return name.toLowerCase();
}

const userTypes = /^(?:proxy_auth|proxy_auth_regex|max_user_ip)$/;

type Known = {
  readonly acls: ReadonlyMap<string, Pick<Acl, 'asks'>>;
  /** How helpers ask, by their name. */
  readonly helpers: ReadonlyMap<string, Asking>;
};

/** Joined acls are defined before the acl that joins them. */
function askingOf(
  { type, asks }: Pick<Acl, 'type' | 'asks'>,
  values: readonly string[],
  { acls, helpers }: Known,
): Asking {
  if (userTypes.test(type)) return 'always';
  if (type === 'external') return helpers.get(values[0] ?? '') ?? 'never';
  if (type !== 'all-of' && type !== 'any-of') return 'never';
  const isAsking = (name: string) => askingAt(acls, name) !== 'never';
  return asks === 'perhaps' || values.some(isAsking) ? 'perhaps' : 'never';
}

/** A helper for the name of a user. Other names of users come from a login only if there was one. */
function helperAsking(text: string): Asking {
  if (/ %LOGIN(?: |$)/.test(text)) return 'always';
  return / %u[ln](?: |$)/.test(text) ? 'perhaps' : 'never';
}

/** Does the acl match every request? In a list of hosts or users, the word `all` is only a name. */
function isForAll(acls: Acls, name: string): boolean {
  const acl = acls.get(keyOf(name));
  return (acl?.type === 'src' || acl?.type === 'dst') && acl.values.includes('all');
}

/** Does the acl, perhaps negated, ask for a login? */
export function askingAt(acls: ReadonlyMap<string, Pick<Acl, 'asks'>>, name: string): Asking {
  return acls.get(keyOf(name.replace(/^!/, '')))?.asks ?? 'never';
}

/** Does the acl match the requests of all these clients? */
export function coversClients(acls: Acls, name: string, clients: readonly Network[]): boolean {
  if (isForAll(acls, name)) return true;
  const acl = acls.get(keyOf(name));
  const sources = acl?.type === 'src' ? readers['src']?.(acl)?.sources : undefined;
  if (sources === undefined) return false;
  return clients.every((client) => sources.some((source) => networkCovers(source, client)));
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
  const read = acl === undefined ? undefined : readers[acl.type]?.(acl);
  if (read === undefined || read.isUncertain) parts.conditional = true;
  if (read === undefined) return;
  if (read.sources !== undefined && parts.sources === undefined) parts.sources = read.sources;
  else if (read.to !== undefined && parts.to === undefined) parts.to = read.to;
  else if (read.ports !== undefined && parts.ports === undefined) parts.ports = read.ports;
  else parts.conditional = true;
}

const allNetworks = ([4, 6] as const).map(
  (family): Destination => ({ kind: 'network', network: everyAddress(family) }),
);

type Read = Partial<Omit<Parts, 'conditional'>> & { readonly isUncertain?: boolean };

/** What is read of a type; undefined if one value cannot be read. */
const readers: Readonly<Record<string, (acl: Acl) => Read | undefined>> = {
  src: ({ values }) => {
    const networks = networksOf(values);
    return networks && { sources: mergeNetworks(networks) };
  },
  dst: ({ values }) => {
    const networks = networksOf(values);
    return (
      networks && { to: mergeNetworks(networks).map((network) => ({ kind: 'network', network })) }
    );
  },
  dstdomain: ({ values, resolves }) => {
    const hosts = values.map(hostsOf);
    if (!hosts.every((each) => each.length > 0)) return undefined;
    // Squid looks up the name of an address, and the owner of the address chooses the answer.
    return resolves
      ? { to: [...hosts.flat(), ...allNetworks], isUncertain: true }
      : { to: hosts.flat() };
  },
  port: ({ values }) => {
    const ports = values.map((value) => parsePortRange(`tcp/${value}`));
    const read = ports.flatMap((port) => (port.ok ? [port.value] : []));
    return read.length === values.length ? { ports: read } : undefined;
  },
};

function networksOf(values: readonly string[]): Network[] | undefined {
  const read = values.flatMap((value) => {
    const network = parseNetwork(value);
    return parseBlock(value.toLowerCase()) ?? (network.ok ? network.value : []);
  });
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
