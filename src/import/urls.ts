import { formatAddress } from '../net/address.ts';
import { type Destination, formatDestination } from '../net/destination.ts';
import { defaultPorts } from '../net/flow.ts';
import { type UrlPath, wholeHost } from '../net/path.ts';
import type { PortRange } from '../net/port.ts';
import { applicationOf } from './services.ts';

export type UrlScheme = 'http' | 'https';

/** What a URL consists of. */
type UrlParts = {
  readonly scheme: UrlScheme;
  readonly destination: Destination;
  readonly path: UrlPath;
  readonly ports: readonly PortRange[];
};

/** The longest URL of a spec. */
export const longestUrl = 2048;

/** Whether a URL can name the destination: a host, a wildcard or one address. */
export function hasUrls(destination: Destination): boolean {
  if (destination.kind !== 'network') return destination.kind === 'host';
  return destination.network.first === destination.network.last;
}

/** The application that a scheme contradicts. */
const contradicted = { http: 'tls', https: 'http' } as const;

/**
 * The TCP port that a URL with these ports names: the default one of its scheme, or else the lowest. Undefined if all of
 * them contradict the scheme, as port 80 contradicts https.
 */
export function urlPort({ scheme, ports }: Pick<UrlParts, 'scheme' | 'ports'>): number | undefined {
  const standard = defaultPorts.get(scheme) ?? 0;
  const tcp = ports.filter(({ transport }) => transport === 'tcp');
  if (tcp.some(({ low, high }) => low <= standard && standard <= high)) return standard;
  const [lowest] = tcp
    .flatMap(({ low, high }) => [low, Math.min(low + 1, high)])
    .filter((port) => applicationOf(port) !== contradicted[scheme])
    .sort((one, other) => one - other);
  return lowest;
}

/** The URL as a spec writes it: with a port if that is not the default one. */
export function urlOf(parts: UrlParts): string {
  const port = urlPort(parts);
  const isDefault = port === undefined || port === defaultPorts.get(parts.scheme);
  return `${parts.scheme}://${hostOf(parts.destination)}${isDefault ? '' : `:${port}`}${pathOf(parts)}`;
}

/** The host and the path, as documents print a URL without its scheme. */
export function hostAndPath(parts: Pick<UrlParts, 'destination' | 'path'>): string {
  return hostOf(parts.destination) + pathOf(parts);
}

function pathOf({ path }: Pick<UrlParts, 'path'>): string {
  return path === wholeHost ? '' : path;
}

function hostOf(destination: Destination): string {
  if (destination.kind !== 'network') return formatDestination(destination);
  const { family, first } = destination.network;
  const text = formatAddress({ family, value: first });
  return family === 6 ? `[${text}]` : text;
}
