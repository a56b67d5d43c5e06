import { parseAddressLike } from '../language/meaning/address-like.ts';
import { formatHost } from '../net/host.ts';
import { parseHost } from '../net/host-text.ts';
import { compareNetworks } from '../net/network.ts';
import { compareText, sortedUnique } from '../net/order.ts';
import type { EndpointDraft } from './endpoint-drafts.ts';

/** What decides the position of an endpoint or of a line of a list. */
export type Ordered = {
  readonly destination: EndpointDraft['destination'];
  /** A host by its labels from the last to the first, so that the hosts of a domain are together. */
  readonly labels: string;
  /** As the spec writes it. */
  readonly value: string;
};

const kindOrder = { host: 0, network: 1, resolvers: 2 } as const;

/** The key of a destination that is written as `value`. */
export function orderedBy(destination: EndpointDraft['destination'], value: string): Ordered {
  const labels =
    destination.kind === 'host' ? formatHost(destination.host).split('.').reverse().join('\0') : '';
  return { destination, labels, value };
}

/** A total order: hosts by their labels from the last to the first, then networks by their addresses, IPv4 first. */
export function compareOrdered(one: Ordered, other: Ordered): number {
  const [a, b] = [one.destination, other.destination];
  const kinds = kindOrder[a.kind] - kindOrder[b.kind];
  if (kinds !== 0) return kinds;
  const places =
    a.kind === 'network' && b.kind === 'network'
      ? compareNetworks(a.network, b.network)
      : compareText(one.labels, other.labels);
  return places !== 0 ? places : compareText(one.value, other.value);
}

/** The lines of a list in this order. */
export function sortedLines(lines: readonly string[]): string[] {
  const ordered = lines.map((line) => orderedBy(destinationOf(line), line));
  return sortedUnique(ordered, compareOrdered).map(({ value }) => value);
}

/** A line that an import wrote is valid. */
function destinationOf(line: string): EndpointDraft['destination'] {
  const network = parseAddressLike(line);
  if (network?.ok === true) return network.value;
  const host = parseHost(line);
  if (!host.ok) throw new Error('a line of a list is not a destination');
  return { kind: 'host', host: host.value };
}
