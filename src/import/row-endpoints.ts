import type { DocumentFact, PrintedText } from '../documents/document.ts';
import { type Destination, formatDestination } from '../net/destination.ts';
import { type UrlPath, wholeHost } from '../net/path.ts';
import { formatPortRange, type PortRange } from '../net/port.ts';
import { failure, type Result, success } from '../problem.ts';
import { hasUrls, hostAndPath, longestUrl, type UrlScheme, urlOf, urlPort } from './urls.ts';

/** What one row says about an endpoint. */
export type RowEndpoint = {
  readonly destination: Extract<Destination, { kind: 'host' | 'network' | 'resolvers' }>;
  readonly path: UrlPath;
  /** Of an endpoint that is written as a URL. */
  readonly scheme: UrlScheme | undefined;
  /** Sorted and merged. */
  readonly ports: readonly PortRange[];
  readonly printed: PrintedText | undefined;
  readonly note: string | undefined;
};

/** The endpoints of a fact with ports, or the reason why no endpoint expresses it. */
export function endpointsOfFact(fact: DocumentFact): Result<readonly RowEndpoint[], string> {
  const { destination, path, scheme, ports, printed, note } = fact;
  if (destination.kind === 'any' || destination.kind === 'self')
    return failure(`an import does not allow ${formatDestination(destination)}`);
  const isUrl = hasUrls(destination);
  if (path === wholeHost && (scheme === undefined || !isUrl))
    return success([{ destination, path, scheme: undefined, ports, printed, note }]);
  if (!isUrl) return failure(`${formatDestination(destination)} is not one host, and has a path`);
  const endpoints = schemesOf(fact).map((each): RowEndpoint => {
    const url = { destination, path, ...each };
    return urlPort(url) === undefined ? withoutUrl(fact, url) : { ...url, printed, note };
  });
  return isLong(endpoints)
    ? failure(`its URL has more than ${longestUrl} characters`)
    : success(endpoints);
}

/** Scheme, host and port are never longer than this. */
const longestStart = 300;

function isLong(endpoints: readonly RowEndpoint[]): boolean {
  return endpoints.some(({ scheme, destination, path, ports }) => {
    if (scheme === undefined || path.length + longestStart <= longestUrl) return false;
    return urlOf({ scheme, destination, path, ports }).length > longestUrl;
  });
}

type PortsOfScheme = { readonly scheme: UrlScheme; readonly ports: readonly PortRange[] };

/** The ports of each scheme. Without one, port 80 means http and all others https. */
function schemesOf({ scheme, ports }: DocumentFact): readonly PortsOfScheme[] {
  if (scheme !== undefined) return [{ scheme, ports }];
  const isHttp = (range: PortRange) => formatPortRange(range) === 'tcp/80';
  const parts: readonly PortsOfScheme[] = [
    { scheme: 'http', ports: ports.filter(isHttp) },
    { scheme: 'https', ports: ports.filter((range) => !isHttp(range)) },
  ];
  return parts.filter((part) => part.ports.length > 0);
}

type Url = Pick<RowEndpoint, 'destination' | 'path'> & PortsOfScheme;

/** A URL on ports that contradict its scheme, such as https on port 80: the host, and the URL as it is printed. */
function withoutUrl(fact: DocumentFact, url: Url): RowEndpoint {
  const text = hostAndPath(url);
  const printed = fact.scheme === undefined ? { text } : { url: `${fact.scheme}://${text}` };
  const note = `The document prints ${printed.url ?? text} with ports on which no URL has a path. So the whole host is allowed.`;
  return {
    destination: url.destination,
    path: wholeHost,
    scheme: undefined,
    ports: url.ports,
    printed: fact.printed ?? printed,
    note: fact.note ?? note,
  };
}
