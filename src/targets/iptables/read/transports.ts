import type { Family } from '../../../net/address.ts';
import { type PortRange, protocolRange } from '../../../net/port.ts';
import { type Protocol, protocols } from '../../../net/transport.ts';
import { parsePorts } from '../../kit/reading/values.ts';

/** What a line writes for each protocol without ports. */
const protocolTexts: Readonly<Record<Family, Readonly<Record<Protocol, string>>>> = {
  4: {
    'icmp-echo': '-p icmp -m icmp --icmp-type 8',
    esp: '-p esp',
    ah: '-p ah',
    gre: '-p gre',
  },
  6: {
    'icmp-echo': '-p ipv6-icmp -m icmp6 --icmpv6-type 128',
    esp: '-p esp',
    // An extension header. No packet matches "-p ah" in ip6tables-legacy.
    ah: '-m ah',
    gre: '-p gre',
  },
};

const portsPattern = '-p (?:tcp|udp|sctp) -m (?:tcp|udp|sctp) --dport [0-9:]+';

/** The part of a line that names ports or a protocol, as an expression without groups. */
export function transportPattern(family: Family): string {
  return [portsPattern, ...Object.values(protocolTexts[family])].join('|');
}

/** The ports or the protocol that such a part means; undefined for ports in any other spelling. */
export function parseTransport(text: string, family: Family): PortRange | undefined {
  const protocol = protocols.find((each) => protocolTexts[family][each] === text);
  if (protocol !== undefined) return protocolRange(protocol);
  const { transport, match, ports } = portParts(text);
  return transport === match ? parsePorts(`${transport}/${ports.replace(':', '-')}`) : undefined;
}

/** The parts of `-p tcp -m tcp --dport 443`. */
export function portParts(text: string): Readonly<Record<'transport' | 'match' | 'ports', string>> {
  const [, transport = '', match = '', ports = ''] =
    /^-p (\S+) -m (\S+) --dport (\S+)$/.exec(text) ?? [];
  return { transport, match, ports };
}
