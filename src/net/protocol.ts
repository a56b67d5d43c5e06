import { failure, type Refusal, type Result, success } from '../problem.ts';
import { type PortRange, protocolRange } from './port.ts';
import { parsePortRange } from './port-text.ts';
import { protocolMeant } from './protocol-spelling.ts';
import { isProtocol, portTransports, protocols } from './transport.ts';

const longestProtocol = 40;

/** Reads `esp` and the other protocols without ports, in the exact spelling of a spec. */
export function parseProtocol(text: string): Result<PortRange, Refusal> {
  if (isProtocol(text)) return success(protocolRange(text));
  const message =
    text.length > longestProtocol
      ? `invalid protocol: the text is ${text.length} characters long`
      : `expected a protocol without ports, found "${text}"`;
  return failure({ rule: 'protocol-unknown', message, help: helpFor(text) });
}

function helpFor(text: string): string {
  if (text.length > longestProtocol) return known;
  if (portTransports.some((transport) => transport === text.toLowerCase()))
    return `write it in "ports" with its port, as in ${text.toLowerCase()}/443`;
  if (parsePortRange(text).ok) return `move it to "ports"`;
  if (/^ip-?sec$/i.test(text)) return ipsec;
  const meant = protocolMeant(/^[0-9]{1,3}$/.test(text) ? `ip/${text}` : text);
  if (meant === undefined) return known;
  // Vendors write ICMP where they need ping. The spec opens nothing else of it.
  const only = meant === 'icmp-echo' ? ' It allows ping, and no other ICMP' : '';
  return `did you mean "${meant}"?${only}`;
}

// IPsec is a protocol and the ports of its key exchange.
const ipsec =
  'write "protocols: [esp]", and the ports of its key exchange: "ports: [udp/500, udp/4500]"';

const known = `use ${protocols.map((protocol) => `"${protocol}"`).join(', ')}; add any other protocol to "unresolved"`;
