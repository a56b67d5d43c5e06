import type { Family } from '../../../net/address.ts';
import { everyPort, maxPort, type PortRange, protocolRange } from '../../../net/port.ts';
import { isProtocol, isTransport } from '../../../net/transport.ts';
import type { LiveRule } from '../../kit/reading/live-rules.ts';
import type { LiveFilterRule } from '../read/backup/config.ts';
import { countedFields, isDenial, isOwnRule, placeOf, ruleText } from '../read/backup/fields.ts';
import type { Content, Contents } from './contents.ts';

/** What is known about the site and the firewall. */
export type Frame = { readonly file: string; readonly prefix: string; readonly contents: Contents };

// Fields that do not limit what a rule matches, and those that are read below.
const plainFields = new Set([
  'type',
  'interface',
  'ipprotocol',
  'protocol',
  'icmptype',
  'descr',
  'log',
  'disabled',
  'floating',
  'quick',
  'direction',
  'statetype',
  'gateway',
  'tag',
  'ackqueue',
  'defaultqueue',
  'dnpipe',
  'pdnpipe',
  'associated-rule-id',
  'allowopts',
  'nosync',
  'nopfsync',
  'disablereplyto',
  'source/any',
  'source/address',
  'source/network',
  'destination/any',
  'destination/address',
  'destination/network',
  'destination/port',
]);

/** The meaning of a filter rule, with the contents of its aliases. */
export function meaningOf(rule: LiveFilterRule, frame: Frame): LiveRule {
  const { fields } = rule;
  const action = actionOf(fields.get('type'));
  const matched = matchOf(rule, frame, { isOwn: isOwnRule(rule, frame.prefix), action });
  const extra = [...countedFields(rule).keys()].some((name) => isCondition(name, action));
  return { ...matched, text: ruleText(rule), conditional: extra || matched.conditional };
}

/** The meaning of a port forward that passes its packets. pfSense asks no rule about them. */
export function forwardMeaning(rule: LiveFilterRule, frame: Frame, text: string): LiveRule {
  const matched = matchOf(rule, frame, { isOwn: false, action: 'allow' });
  return { ...matched, text, isUnasked: true };
}

type Role = Pick<LiveRule, 'isOwn' | 'action'>;

/** What a rule matches by its addresses, ports and protocol. */
function matchOf(rule: LiveFilterRule, frame: Frame, role: Role): Omit<LiveRule, 'text'> {
  const { fields } = rule;
  const source = sourceOf(rule, frame, role);
  const content = destinationOf(rule, frame, role);
  const { ports, isKnown, otherProtocol } = portsOf(fields, frame.contents);
  return {
    ...role,
    at: placeOf(frame.file, rule),
    sources: source.networks,
    families: familiesOf(fields.get('ipprotocol')),
    to: content.to.map((destination) => ({ destination })),
    ports,
    conditional: !source.isKnown || !content.isKnown || !isKnown,
    otherProtocol,
  };
}

/** pfSense can leave out a rule whose gateway is down, so such a rule does not surely deny. */
function isCondition(name: string, action: LiveRule['action']): boolean {
  return !plainFields.has(name) || (action === 'deny' && name === 'gateway');
}

// pfSense makes a pass rule of a type that it does not know.
function actionOf(type: string | undefined): LiveRule['action'] {
  if (isDenial(type)) return 'deny';
  return type === 'match' ? 'continue' : 'allow';
}

function familiesOf(ipprotocol: string | undefined): readonly Family[] {
  if (ipprotocol === 'inet46') return [4, 6];
  return ipprotocol === 'inet6' ? [6] : [4];
}

type Source = { readonly networks: LiveRule['sources']; readonly isKnown: boolean };

/**
 * The sources of a rule. What is not an address counts as all clients. That is enough for a rule that passes, but
 * clients behind a router are not in the network of the interface, so it does not surely deny all of them.
 */
function sourceOf(
  { fields }: LiveFilterRule,
  { contents }: Frame,
  { isOwn, action }: Role,
): Source {
  const [address, network] = [fields.get('source/address'), fields.get('source/network')];
  if (fields.has('source/not')) return { networks: undefined, isKnown: false };
  if (fields.has('source/any')) return { networks: undefined, isKnown: true };
  if (network || address === undefined) {
    const isAll = action !== 'deny' && network === fields.get('interface');
    return { networks: undefined, isKnown: isAll };
  }
  const { networks, isWhole } = contents.networksOf(address);
  // The alias of the clients contains only networks, and another entry is a difference of its own.
  if (isOwn || isWhole) return { networks, isKnown: true };
  return { networks: undefined, isKnown: false };
}

/** The destinations of a rule. Of several, pfSense reads any, then the network, then the address. */
function destinationOf({ fields }: LiveFilterRule, { contents }: Frame, { isOwn }: Role): Content {
  const [address, network] = [fields.get('destination/address'), fields.get('destination/network')];
  if (fields.has('destination/not')) return { to: [{ kind: 'any' }], isKnown: false };
  if (fields.has('destination/any')) return { to: [{ kind: 'any' }], isKnown: true };
  if (!network && address !== undefined) return contents.placesOf(address);
  const isDevice = /^(?:\(self\)|(?:wan|lan|opt[0-9]+)ip)$/.test(network ?? '');
  if (!isDevice) return { to: [{ kind: 'any' }], isKnown: false };
  return { to: [{ kind: isOwn ? 'resolvers' : 'self' }], isKnown: true };
}

type Ports = Pick<LiveRule, 'ports' | 'otherProtocol'> & { readonly isKnown: boolean };

/** The ports of a rule. Without a protocol, pfSense drops the ports and matches all packets. */
function portsOf(fields: LiveFilterRule['fields'], contents: Contents): Ports {
  const protocol = (fields.get('protocol') ?? '').toLowerCase();
  if (protocol === '' || protocol === 'any')
    return { ports: everyPort, isKnown: true, otherProtocol: false };
  if (/^(?:icmp|icmp6|ipv6-icmp)$/.test(protocol)) return icmpPorts(fields.get('icmptype') ?? '');
  if (isProtocol(protocol))
    return { ports: [protocolRange(protocol)], isKnown: true, otherProtocol: false };
  return transportPorts(protocol, fields.get('destination/port') ?? '', contents);
}

/** ICMP without a type is all of its types, and a spec can name only ping. */
function icmpPorts(icmptype: string): Ports {
  const types = icmptype.split(',');
  const isEcho = ['', 'any', 'echoreq'].some((type) => types.includes(type));
  return {
    ports: isEcho ? [protocolRange('icmp-echo')] : [],
    isKnown: true,
    otherProtocol: types.some((type) => type !== 'echoreq'),
  };
}

function transportPorts(protocol: string, port: string, contents: Contents): Ports {
  const names = protocol.split('/');
  const transports = names.filter(isTransport);
  const spans = port === '' ? [{ low: 1, high: maxPort }] : contents.portsOf(port);
  const all = spans ?? [{ low: 1, high: maxPort }];
  return {
    ports: transports.flatMap((transport) =>
      all.map(({ low, high }): PortRange => ({ transport, low, high })),
    ),
    isKnown: spans !== undefined,
    otherProtocol: transports.length < names.length,
  };
}
