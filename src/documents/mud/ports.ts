import type { PortRange } from '../../net/port.ts';
import { type Refusal, refuse } from '../../problem.ts';
import type { RowVerdict } from '../document.ts';
import { memberOf } from '../kit/fields.ts';
import type { JsonObject } from '../kit/json.ts';
import { quote } from '../kit/secrets.ts';

type Ports = { readonly kind: 'ports'; readonly ports: readonly PortRange[] };
type NoPorts = Exclude<RowVerdict, { kind: 'facts' }>;

const numbers = { tcp: 6, udp: 17 } as const;
type Transport = keyof typeof numbers;

const direction = 'ietf-mud:direction-initiated';

/** The ports on which an entry allows connections from the device, or why it names none. */
export function portsOf(matches: JsonObject): Ports | NoPorts {
  const protocol = protocolOf(matches);
  if (!protocol.ok) return refused(protocol.error);
  const both = matches.members.has('tcp') && matches.members.has('udp');
  if (both) return unresolved('it matches TCP and UDP at once');
  const transport: Transport = matches.members.has('udp') ? 'udp' : 'tcp';
  const held = memberOf(matches, transport, 'object');
  if (!held.ok) return refused(held.error);
  if (held.value === undefined) return unresolved(withoutTransport(protocol.value));
  if (protocol.value !== undefined && protocol.value !== numbers[transport])
    return unresolved(`its protocol ${protocol.value} is not ${transport.toUpperCase()}`);
  return portsOn(held.value, transport);
}

/** The number of the protocol in the IP header; undefined if the entry does not say it. */
function protocolOf(matches: JsonObject): Read<number | undefined> {
  for (const family of ['ipv4', 'ipv6']) {
    const held = memberOf(matches, family, 'object');
    if (!held.ok) return held;
    const protocol = held.value && memberOf(held.value, 'protocol', 'number');
    if (protocol?.ok === false) return protocol;
    if (protocol?.value !== undefined) return { ok: true, value: protocol.value.number };
  }
  return { ok: true, value: undefined };
}

type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Refusal };

const icmp = [1, 58];

function withoutTransport(protocol: number | undefined): string {
  if (protocol === undefined) return 'it names no port';
  if (icmp.includes(protocol)) return 'it asks for ICMP, which has no ports';
  return `it names no port of protocol ${protocol}`;
}

function portsOn(held: JsonObject, transport: Transport): Ports | NoPorts {
  const other = [...held.members.keys()].find(
    (key) => key !== 'destination-port' && key !== direction,
  );
  if (other !== undefined)
    return unresolved(`it also matches ${quote(other)}, which no endpoint can express`);
  const initiated = memberOf(held, direction, 'text');
  if (!initiated.ok) return refused(initiated.error);
  if ((initiated.value?.text ?? 'from-device') !== 'from-device')
    return { kind: 'declined', reason: 'the other side begins the connection' };
  const port = memberOf(held, 'destination-port', 'object');
  if (!port.ok) return refused(port.error);
  if (port.value === undefined) return unresolved(`it names no port of ${transport.toUpperCase()}`);
  return readPort(port.value, transport);
}

const lastPort = 65_535;

/** `port` with an operator, or the two ends of a range. */
function readPort(held: JsonObject, transport: Transport): Ports | NoPorts {
  const operator = memberOf(held, 'operator', 'text');
  if (!operator.ok) return refused(operator.error);
  const ends = { port: NaN, 'lower-port': NaN, 'upper-port': NaN };
  for (const key of ['port', 'lower-port', 'upper-port'] as const) {
    const value = memberOf(held, key, 'number');
    if (!value.ok) return refused(value.error);
    ends[key] = value.value?.number ?? NaN;
  }
  const { port, 'lower-port': lower, 'upper-port': upper } = ends;
  const isRange = held.members.has('lower-port') || held.members.has('upper-port');
  const word = operator.value?.text ?? (isRange ? 'range' : 'eq');
  const [low, high] = endsOf(word, isRange, { port, lower, upper });
  const isPorts = [low, high].every((end) => Number.isInteger(end) && end >= 1 && end <= lastPort);
  if (!isPorts || low > high) return refused(refusePort(held.line));
  return { kind: 'ports', ports: [{ transport, low, high }] };
}

type Ends = { readonly port: number; readonly lower: number; readonly upper: number };

/** The first and the last port; not numbers if the operator does not fit, or has no ports of one range. */
function endsOf(
  operator: string,
  isRange: boolean,
  { port, lower, upper }: Ends,
): [number, number] {
  if (isRange) return operator === 'range' && Number.isNaN(port) ? [lower, upper] : [NaN, NaN];
  switch (operator) {
    case 'eq':
      return [port, port];
    case 'gte':
      return [port, lastPort];
    case 'lte':
      return [Number.isNaN(port) ? NaN : 1, port];
    default:
      return [NaN, NaN];
  }
}

function refusePort(line: number): Refusal {
  return refuse(
    'import-port',
    `line ${line}: expected one port from 1 to ${lastPort}, or a range of them`,
    'correct the ports of the profile, or add an endpoint of your own',
  );
}

function unresolved(reason: string): NoPorts {
  return { kind: 'unresolved', reason };
}

function refused(refusal: Refusal): NoPorts {
  return { kind: 'refused', refusal };
}
