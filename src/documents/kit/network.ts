import { formatAddress } from '../../net/address.ts';
import { readAddress } from '../../net/address-text.ts';
import { embeddedIn } from '../../net/embedded.ts';
import { formatNetwork, type Network } from '../../net/network.ts';
import { parseNetwork } from '../../net/network-text.ts';
import { reservedIn } from '../../net/reserved.ts';
import { failure, type Refusal, type Result, refuse } from '../../problem.ts';
import { quote } from './secrets.ts';

/**
 * Reads a network as vendors print it: also IPv6 in another spelling, such as `2600:3c12:0b00::/40`. Refuses host bits,
 * and addresses that are not public: no vendor's service is there.
 */
export function readPublicNetwork(text: string): Result<Network, Refusal> {
  const network = parseNetwork(canonical(text));
  if (!network.ok) return network;
  const refusal = refuseNotPublic(text, network.value);
  return refusal === undefined ? network : failure(refusal);
}

/** A longer text is no network in any spelling; to search all of it would take quadratic time. */
const longestNetwork = 100;

/** The text with each IPv6 address in its canonical spelling. Leading zeros of IPv4 have two readings and stay. */
function canonical(text: string): string {
  if (text.length > longestNetwork || !text.includes(':')) return text;
  return text.replaceAll(/[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*/g, (part) => {
    const address = readAddress(part);
    return address === undefined ? part : formatAddress(address);
  });
}

function refuseNotPublic(text: string, network: Network): Refusal | undefined {
  const [reserved] = [network, ...embeddedIn(network)].flatMap(reservedIn);
  if (reserved === undefined) return undefined;
  const block = formatNetwork(reserved.network);
  return refuse(
    'import-not-public',
    `${quote(text)} is not public: it meets ${block} (${reserved.what})`,
    'if the product needs it, add an endpoint of your own',
  );
}
