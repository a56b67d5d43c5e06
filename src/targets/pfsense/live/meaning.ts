import type { Family } from '../../../net/address.ts';
import { everyPort, maxPort, type PortRange, protocolRange } from '../../../net/port.ts';
import { isProtocol, isTransport } from '../../../net/transport.ts';
import type { LiveRule } from '../../kit/reading/live-rules.ts';
import type { LiveFilterRule } from './config.ts';
import type { Content, Contents } from './contents.ts';
import { countedFields, isOwnRule, placeOf, ruleText } from './fields.ts';

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
  const isOwn = isOwnRule(rule, frame.prefix);
  const source = sourceOf(rule, frame, isOwn);
  const content = destinationOf(rule, frame, isOwn);
  const { ports, isKnown, otherProtocol } = portsOf(fields, frame.contents);
  const extra = [...countedFields(rule).keys()].some((name) => !plainFields.has(name));
  return {
    at: placeOf(frame.file, rule),
    text: ruleText(rule),
    isOwn,
    action: actionOf(fields.get('type')),
    sources: source.networks,
    families: familiesOf(fields.get('ipprotocol')),
    to: content.to.map((destination) => ({ destination })),
    ports,
    conditional: extra || !source.isKnown || !content.isKnown || !isKnown,
    otherProtocol,
  };
}

// pfSense makes a pass rule of a type that it does not know.
function actionOf(type: string | undefined): LiveRule['action'] {
  if (type === 'block' || type === 'reject') return 'deny';
  return type === 'match' ? 'continue' : 'allow';
}

function familiesOf(ipprotocol: string | undefined): readonly Family[] {
  if (ipprotocol === 'inet46') return [4, 6];
  return ipprotocol === 'inet6' ? [6] : [4];
}

type Source = { readonly networks: LiveRule['sources']; readonly isKnown: boolean };

/** The sources of a rule. What is not an address counts as all clients of the interface. */
function sourceOf({ fields }: LiveFilterRule, { contents }: Frame, isOwn: boolean): Source {
  const [address, network] = [fields.get('source/address'), fields.get('source/network')];
  if (fields.has('source/not')) return { networks: undefined, isKnown: false };
  if (address === undefined) {
    const isAll = network === undefined || network === fields.get('interface');
    return { networks: undefined, isKnown: isAll };
  }
  const { networks, isWhole } = contents.networksOf(address);
  // The alias of the clients contains only networks, and another entry is a difference of its own.
  if (isOwn || isWhole) return { networks, isKnown: true };
  return { networks: undefined, isKnown: false };
}

function destinationOf({ fields }: LiveFilterRule, { contents }: Frame, isOwn: boolean): Content {
  const [address, network] = [fields.get('destination/address'), fields.get('destination/network')];
  if (fields.has('destination/not')) return { to: [{ kind: 'any' }], isKnown: false };
  if (address !== undefined) return contents.placesOf(address);
  if (network === undefined) return { to: [{ kind: 'any' }], isKnown: true };
  const isDevice = network === '(self)' || network.endsWith('ip');
  if (!isDevice) return { to: [{ kind: 'any' }], isKnown: false };
  return { to: [{ kind: isOwn ? 'resolvers' : 'self' }], isKnown: true };
}

type Ports = Pick<LiveRule, 'ports' | 'otherProtocol'> & { readonly isKnown: boolean };

/** The ports of a rule. Without a protocol, pfSense drops the ports and matches all packets. */
function portsOf(fields: LiveFilterRule['fields'], contents: Contents): Ports {
  const protocol = fields.get('protocol') ?? '';
  if (protocol === '' || protocol === 'any')
    return { ports: everyPort, isKnown: true, otherProtocol: false };
  if (/^(?:icmp|icmp6|ipv6-icmp)$/.test(protocol)) {
    const types = (fields.get('icmptype') ?? '').split(',');
    const isEcho = ['', 'any', 'echoreq'].some((type) => types.includes(type));
    return {
      ports: isEcho ? [protocolRange('icmp-echo')] : [],
      isKnown: true,
      otherProtocol: false,
    };
  }
  if (isProtocol(protocol))
    return { ports: [protocolRange(protocol)], isKnown: true, otherProtocol: false };
  return transportPorts(protocol, fields.get('destination/port') ?? '', contents);
}

function transportPorts(protocol: string, port: string, contents: Contents): Ports {
  const transports = protocol.split('/').filter(isTransport);
  const spans = port === '' ? [{ low: 1, high: maxPort }] : contents.portsOf(port);
  const all = spans ?? [{ low: 1, high: maxPort }];
  return {
    ports: transports.flatMap((transport) =>
      all.map(({ low, high }): PortRange => ({ transport, low, high })),
    ),
    isKnown: spans !== undefined,
    otherProtocol: transports.length === 0,
  };
}
