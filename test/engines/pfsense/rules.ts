import { readBlock, readNumber, readPort, readPortRange } from '../address.ts';
import { aliasNamed, entriesOf } from './aliases.ts';
import type { Config, End, Rule } from './config.ts';

const portProtocols = ['tcp', 'udp', 'tcp/udp'];
const bareProtocols = ['icmp', 'esp', 'ah', 'gre'];
const blockTypes = ['block', 'reject'];
const interfaceKey = /^(wan|lan|opt[1-9][0-9]{0,3})$/;
const ownNetwork = /^(\(self\)|(wan|lan|opt[1-9][0-9]{0,3})(ip)?)$/;
const maxDescr = 52;

/** Every rule by itself: type, interface, families, ports, ends, descr. Reasons; empty is good. */
export function checkRule(rule: Rule, config: Config): string[] {
  return [
    ...checkKind(rule),
    ...checkPlace(rule),
    ...checkPort(rule, config),
    ...checkSource(rule, config),
    ...checkDestination(rule, config),
    ...checkFamilies(rule, config),
    ...checkDescr(rule),
  ].map((reason) => `the rule on line ${rule.line} ${reason}`);
}

export function isBlock(rule: Rule): boolean {
  return blockTypes.includes(rule.type ?? '');
}

/** The address families of a rule. */
export function familiesOf(rule: Rule): readonly (4 | 6)[] {
  if (rule.ipprotocol === 'inet46') return [4, 6];
  return rule.ipprotocol === 'inet6' ? [6] : [4];
}

/** The address families of the entries of an alias: a host name may have both. */
export function familiesOfAlias(config: Config, name: string | undefined): ReadonlySet<4 | 6> {
  const alias = aliasNamed(config, name);
  const entries = alias === undefined ? [] : entriesOf(config, alias);
  return new Set(
    entries.flatMap((entry): (4 | 6)[] => {
      const family = readBlock(entry)?.family;
      return family === undefined ? [4, 6] : [family];
    }),
  );
}

function checkKind({ type }: Rule): string[] {
  if (type === 'pass' || blockTypes.includes(type ?? '')) return [];
  return [`has the type "${type ?? ''}", which becomes pass`];
}

function checkPlace({ interface: key, ipprotocol }: Rule): string[] {
  return [
    ...(interfaceKey.test(key ?? '')
      ? []
      : [`is on the interface "${key ?? ''}", which is no key, and would be skipped`]),
    ...(['inet', 'inet6', 'inet46'].includes(ipprotocol ?? '')
      ? []
      : [`has the ipprotocol "${ipprotocol ?? ''}"`]),
  ];
}

function checkPort(rule: Rule, config: Config): string[] {
  const { protocol, destination, source } = rule;
  const port = destination?.port;
  const bare = bareProtocols.includes(protocol ?? '');
  const known = protocol === undefined || portProtocols.includes(protocol) || bare;
  return [
    ...(known ? [] : [`has the protocol "${protocol}", not one of ours`]),
    ...(source?.port === undefined ? [] : ['has a source port']),
    ...(port !== undefined && protocol === undefined
      ? ['has a port without a protocol, which opens all ports']
      : []),
    ...(port === undefined ? [] : checkPortText(port, config)),
    ...(rule.type === 'pass' && !bare && (protocol === undefined || port === undefined)
      ? ['passes without both a protocol and a port']
      : []),
    ...(bare && port !== undefined ? [`has a port, and ${protocol} has none`] : []),
    ...checkIcmp(rule),
  ];
}

/** Only a rule for icmp keeps a type; without one, it is about all ICMP. */
function checkIcmp({ protocol, icmptype }: Rule): string[] {
  if (protocol !== 'icmp') return icmptype === undefined ? [] : ['has an ICMP type without icmp'];
  if (icmptype === undefined) return ['is about all ICMP, not about echo requests'];
  return icmptype === 'echoreq' ? [] : [`has the ICMP type "${icmptype}"`];
}

function checkPortText(port: string, config: Config): string[] {
  const alias = aliasNamed(config, port);
  if (alias !== undefined)
    return alias.type === 'port' ? [] : [`takes the ${alias.type} alias "${port}" for a port`];
  if (readNumber(port) === 0) return ['has the port 0, which opens all ports'];
  if (readPort(port) !== undefined || readPortRange(port, '-') !== undefined) return [];
  return [`has the port "${port}", neither a number, nor low-high, nor a port alias`];
}

/** The clients are a network alias; anything else would be another set of clients, or none that a merge owns. */
function checkSource({ source }: Rule, config: Config): string[] {
  if (source === undefined) return ['has no source'];
  const alias = aliasNamed(config, source.address);
  if (source.any || source.network !== undefined || source.address === undefined)
    return ['has a source that is not an alias of the clients'];
  if (alias === undefined) return [`has the source "${source.address}", which is no alias here`];
  if (alias.type !== 'network') return [`has a source alias of the type ${alias.type}`];
  return entriesOf(config, alias)
    .filter((entry) => readBlock(entry) === undefined)
    .map((entry) => `has the name "${entry}" among its clients`);
}

function checkDestination(rule: Rule, config: Config): string[] {
  const end = rule.destination;
  if (end === undefined) return ['has no destination'];
  const given = [end.any || undefined, end.network, end.address].filter((x) => x !== undefined);
  if (given.length !== 1) return ['does not have one of any, network and address to go to'];
  if (end.network !== undefined) return checkNetwork(end.network, config);
  return end.address === undefined ? [] : checkAddress(end.address, rule, config);
}

function checkNetwork(network: string, config: Config): string[] {
  if (aliasNamed(config, network) !== undefined)
    return [`has the alias "${network}" under <network>, and would be skipped`];
  return ownNetwork.test(network) ? [] : [`has the network "${network}", which is no interface`];
}

function checkAddress(address: string, rule: Rule, config: Config): string[] {
  const alias = aliasNamed(config, address);
  if (alias !== undefined)
    return alias.type === 'port' ? [`goes to the port alias "${address}"`] : [];
  const block = readBlock(address);
  if (block === undefined)
    return address.includes('.')
      ? [`has the name "${address}" as its destination, and would be skipped`]
      : [`has the destination "${address}", which is no alias here, and would be skipped`];
  if (rule.ipprotocol === 'inet46') return [`has the literal address "${address}" with inet46`];
  return familiesOf(rule).includes(block.family)
    ? []
    : [`has the literal address "${address}" with ${rule.ipprotocol}`];
}

/** A rule whose ends share no family of its own never matches anything. */
function checkFamilies(rule: Rule, config: Config): string[] {
  const ends = [rule.source, rule.destination].filter((end) => isAlias(end, config));
  const sets = ends.map((end) => familiesOfAlias(config, end?.address));
  const shared = familiesOf(rule).filter((family) => sets.every((set) => set.has(family)));
  return shared.length > 0 ? [] : ['is for a family that its aliases do not share'];
}

function isAlias(end: End | undefined, config: Config): boolean {
  const alias = aliasNamed(config, end?.address);
  return alias !== undefined && alias.type !== 'port' && alias.entries.length > 0;
}

function checkDescr({ descr }: Rule): string[] {
  return [
    ...(descr === '' ? ['has no descr'] : []),
    ...(descr.length > maxDescr ? [`has a descr of more than ${maxDescr} characters`] : []),
    ...(descr.includes('\\') ? ['has a descr with a backslash'] : []),
  ];
}
