import { canonicalHost } from '../../net/host-text.ts';
import { wholeHost } from '../../net/path.ts';
import type { RowVerdict } from '../document.ts';
import { readDestination } from '../kit/destination.ts';
import type { JsonValue } from '../kit/json.ts';
import { readPublicNetwork } from '../kit/network.ts';

type JsonText = Extract<JsonValue, { kind: 'text' }>;

/** These documents name no ports: `--service` says which. */
const withoutPorts = {
  path: wholeHost,
  scheme: undefined,
  ports: [],
  printed: undefined,
  note: undefined,
} as const;

export function networkVerdict({ text }: JsonText): RowVerdict {
  const network = readPublicNetwork(text.trim());
  if (!network.ok) return { kind: 'refused', refusal: network.error };
  const destination = { kind: 'network', network: network.value } as const;
  return { kind: 'facts', facts: [{ ...withoutPorts, destination }] };
}

export function hostVerdict({ text }: JsonText): RowVerdict {
  const reading = readDestination(text);
  if (reading.kind !== 'destinations') return reading;
  const isBare = reading.destinations.every(
    ({ port, scheme, path }) => port === undefined && scheme === undefined && path === wholeHost,
  );
  if (!isBare) return { kind: 'unresolved', reason: 'it is more than a host' };
  const facts = reading.destinations.map(({ destination, printed, note }) => ({
    ...withoutPorts,
    destination,
    printed,
    note,
  }));
  return { kind: 'facts', facts };
}

export const besideNetwork: RowVerdict = {
  kind: 'declined',
  reason: 'it is an address beside a network, and the network is what its object names',
};

export const notAHost: RowVerdict = {
  kind: 'unresolved',
  reason: 'it is not a host, but others in its list are',
};

export const notANetwork: RowVerdict = {
  kind: 'unresolved',
  reason: 'it is not a network, but others in its list are; --hosts also reads hosts',
};

/** Whether a text is a host: a name with a dot, or a wildcard. */
export function isHostLike(text: string): boolean {
  return text.includes('.') && canonicalHost(text.trim()) !== undefined;
}
