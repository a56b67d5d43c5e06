import { type PortRange, protocolRange } from '../../../net/port.ts';
import type { Protocol } from '../../../net/transport.ts';

/** The service with which a rule compares the default protocol of its App-IDs. */
export const byApplication = 'application-default';

const protocols: ReadonlyMap<string, Protocol> = new Map([
  ['ping', 'icmp-echo'],
  ['ipsec-esp', 'esp'],
  ['ipsec-ah', 'ah'],
  ['gre', 'gre'],
]);

/** The protocol that these App-IDs are, as a range; undefined unless they are exactly one that is a protocol. */
export function protocolPorts(applications: readonly string[]): PortRange | undefined {
  const [first = '', ...others] = applications;
  const protocol = protocols.get(first);
  return protocol === undefined || others.length > 0 ? undefined : protocolRange(protocol);
}
