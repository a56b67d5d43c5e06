import { mergePorts, type PortRange, sharedPorts } from '../../../net/port.ts';
import { portTransports } from '../../../net/transport.ts';
import { failure, type Result, success } from '../../../problem.ts';
import { childOf, childrenOf, type XmlElement } from '../../../xml.ts';
import type { Named } from '../rules/members.ts';

type Transport = PortRange['transport'];

function port(transport: Transport, low: number, high = low): PortRange {
  return { transport, low, high };
}

/** The services that every device has. */
export const usualServices: ReadonlyMap<string, Named<PortRange>> = new Map([
  ['service-http', { values: [port('tcp', 80), port('tcp', 8080)], names: [] }],
  ['service-https', { values: [port('tcp', 443)], names: [] }],
]);

/** The ports of a service, or the members of a group of them. */
export function serviceOf(element: XmlElement): Named<PortRange> {
  const members = childOf(element, 'members');
  if (members !== undefined)
    return { values: [], names: childrenOf(members, 'member').map(({ text }) => text) };
  const [protocol, ...more] = childOf(element, 'protocol')?.children ?? [];
  const transport = portTransports.find((each) => each === protocol?.name);
  if (protocol === undefined || transport === undefined || more.length > 0)
    return { unknown: 'its service has a protocol that Portolan does not read' };
  if ((childOf(protocol, 'source-port')?.text ?? '') !== '')
    return { unknown: 'its service allows only some source ports' };
  const texts = (childOf(protocol, 'port')?.text ?? '').split(',');
  const values = texts.flatMap((text) => rangeOf(transport, text.trim()) ?? []);
  return values.length === texts.length
    ? { values, names: [] }
    : { unknown: 'its service has ports that Portolan does not read' };
}

function rangeOf(transport: Transport, text: string): PortRange | undefined {
  const [, first = '', last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const range = port(transport, Number(first), Number(last));
  return range.low >= 1 && range.low <= range.high && range.high <= 65_535 ? range : undefined;
}

/** The ports on which an application is all that a firewall must know of a connection. */
const ownPorts: ReadonlyMap<string, readonly PortRange[]> = new Map([
  ['web-browsing', [port('tcp', 80)]],
  ['ssl', [port('tcp', 443)]],
  ['quic', [port('udp', 443)]],
  ['dns', [port('tcp', 53), port('udp', 53)]],
  ['dns-base', [port('tcp', 53), port('udp', 53)]],
  ['ntp', [port('udp', 123)]],
  ['ssh', [port('tcp', 22)]],
  ['smtp', [port('tcp', 25)]],
]);

/** What a rule says about ports: services, and applications, which can limit them. */
export type Matched = {
  /** Undefined: every one. */
  readonly services: readonly PortRange[] | 'default' | undefined;
  readonly applications: readonly string[] | undefined;
};

/**
 * The ports that a rule allows whatever the application is, or why they are not to be told. With applications, only the
 * ports count whose own one is among them: another application on them is another permission.
 */
export function allowedPorts({
  services,
  applications,
}: Matched): Result<readonly PortRange[], string> {
  if (services === undefined) return failure('it allows every port');
  if (applications === undefined)
    return services === 'default'
      ? failure('it allows each application on its own ports')
      : success(mergePorts(services));
  const own = mergePorts(applications.flatMap((name) => ownPorts.get(name) ?? []));
  const shared = services === 'default' ? own : sharedPorts(mergePorts(services), own);
  return shared.length > 0 ? success(shared) : failure('it allows only some applications');
}
