import type { DocumentFact, PrintedText } from '../documents/document.ts';
import { formatAddress } from '../net/address.ts';
import { type Destination, formatDestination } from '../net/destination.ts';
import { defaultPorts } from '../net/flow.ts';
import { type UrlPath, wholeHost } from '../net/path.ts';
import { mergePorts, type PortRange } from '../net/port.ts';
import { failure, type Result, success } from '../problem.ts';
import { applicationOf } from './services.ts';
import { noteTextOf } from './texts.ts';

/** An endpoint with all that the rows say about it. */
export type EndpointDraft = {
  readonly destination: Extract<Destination, { kind: 'host' | 'network' | 'resolvers' }>;
  readonly path: UrlPath;
  /** Of an endpoint that is written as a URL. */
  readonly scheme: UrlScheme | undefined;
  /** Sorted and merged. */
  readonly ports: readonly PortRange[];
  /** The texts that the document prints, and notes on them. They may repeat. */
  readonly printed: readonly PrintedText[];
  readonly notes: readonly string[];
};

type UrlScheme = 'http' | 'https';

/** What one row adds to an endpoint. */
export type Part = Omit<EndpointDraft, 'printed' | 'notes'> & {
  readonly printed: PrintedText | undefined;
  readonly note: string | undefined;
};

/** The endpoints of a group, by form and value: facts about one destination are merged. */
export class EndpointDrafts {
  readonly #parts = new Map<string, Part | Part[]>();

  add(part: Part): void {
    const key = `${part.scheme} ${formatDestination(part.destination)} ${part.path}`;
    const known = this.#parts.get(key);
    // Nearly every destination has one row, and there may be a hundred thousand of them.
    if (known === undefined) this.#parts.set(key, part);
    else if (Array.isArray(known)) known.push(part);
    else this.#parts.set(key, [known, part]);
  }

  *all(): Iterable<EndpointDraft> {
    for (const parts of this.#parts.values()) {
      const [first = undefined, ...more] = Array.isArray(parts) ? parts : [parts];
      if (first !== undefined) yield draftOf(first, more);
    }
  }
}

function draftOf(first: Part, more: readonly Part[]): EndpointDraft {
  const { destination, path, scheme } = first;
  const isSame = more.every(({ ports }) => ports === first.ports);
  const ports = isSame ? first.ports : mergePorts([first, ...more].flatMap((part) => part.ports));
  if (more.length === 0 && first.printed === undefined && first.note === undefined)
    return { destination, path, scheme, ports, printed: none, notes: none };
  const all = [first, ...more];
  return {
    destination,
    path,
    scheme,
    ports,
    printed: all.flatMap(({ printed }) => (printed && printedOf(printed)) ?? []),
    notes: all.flatMap(({ note }) => noteTextOf(note) ?? []),
  };
}

const none: readonly never[] = [];

/** What a document prints, as a spec may contain it; undefined if nothing is left of it. */
function printedOf({ url, text, port }: PrintedText): PrintedText | undefined {
  const plain = noteTextOf(url ?? text);
  // A URL that a spec cannot contain as it is becomes words about it.
  const key = plain === url ? 'url' : 'text';
  const words = plain === undefined ? {} : { [key]: plain };
  const isPort = port !== undefined && Number.isInteger(port) && port >= 1 && port <= 65_535;
  const printed = isPort ? { ...words, port } : words;
  return Object.keys(printed).length === 0 ? undefined : printed;
}

/** What a fact with ports adds to its group, or the reason why no endpoint expresses it. */
export function partsOf(fact: DocumentFact): Result<readonly Part[], string> {
  const { destination, path, scheme, printed, note } = fact;
  if (destination.kind === 'any' || destination.kind === 'self')
    return failure(`an import does not allow ${formatDestination(destination)}`);
  const plain = { destination, ports: fact.ports, printed, note } as const;
  const isUrl = hasUrls(destination);
  if (path === wholeHost && (scheme === undefined || !isUrl))
    return success([{ ...plain, path, scheme: undefined }]);
  if (!isUrl) return failure(`${formatDestination(destination)} is not one host, and has a path`);
  const parts = bySchemes(fact).map(({ scheme, ports }): Part => {
    const port = urlPort(scheme, ports);
    return port === undefined
      ? withoutUrl({ ...plain, path, scheme, ports })
      : { ...plain, path, scheme, ports };
  });
  const isLong = parts.some((part) => part.scheme !== undefined && urlOf(part).length > longestUrl);
  return isLong ? failure(`its URL has more than ${longestUrl} characters`) : success(parts);
}

/** Whether a URL can name the destination: a host, a wildcard or one address. */
function hasUrls(destination: Destination): boolean {
  if (destination.kind !== 'network') return destination.kind === 'host';
  return destination.network.first === destination.network.last;
}

const longestUrl = 2048;

/** The ports of a path without a scheme, by the scheme that they mean. */
function bySchemes({ scheme, ports }: DocumentFact) {
  if (scheme !== undefined) return [{ scheme, ports }];
  const isHttp = ({ transport, low, high }: PortRange) =>
    transport === 'tcp' && low === 80 && high === 80;
  return [
    { scheme: 'http', ports: ports.filter(isHttp) } as const,
    { scheme: 'https', ports: ports.filter((range) => !isHttp(range)) } as const,
  ].filter((each) => each.ports.length > 0);
}

/** A URL on ports that contradict its scheme, such as https on port 80: the host, and the URL as it is printed. */
function withoutUrl(part: Part & { readonly scheme: UrlScheme }): Part {
  const { destination, path, scheme, ports } = part;
  const url = `${scheme}://${hostOf(destination)}${path === wholeHost ? '' : path}`;
  const note = `The document prints ${url} with ports that a URL with ${scheme} does not use. So the whole host is allowed.`;
  return {
    destination,
    path: wholeHost,
    scheme: undefined,
    ports,
    printed: part.printed ?? { url },
    note: part.note ?? note,
  };
}

/** The application that a scheme contradicts. */
const contradicted = { http: 'tls', https: 'http' } as const;

/** The TCP port that a URL with these ports names: the default one of its scheme if it has it. */
function urlPort(scheme: UrlScheme, ports: readonly PortRange[]): number | undefined {
  const standard = defaultPorts.get(scheme) ?? 0;
  const tcp = ports.filter(({ transport }) => transport === 'tcp');
  if (tcp.some(({ low, high }) => low <= standard && standard <= high)) return standard;
  const [lowest] = tcp
    .flatMap(({ low, high }) => [low, Math.min(low + 1, high)])
    .filter((port) => applicationOf(port) !== contradicted[scheme])
    .sort((one, other) => one - other);
  return lowest;
}

/** The URL of a draft or part that is written as one. */
export function urlOf({
  destination,
  path,
  scheme = 'https',
  ports,
}: Omit<Part, 'printed' | 'note'>): string {
  const port = urlPort(scheme, ports);
  const suffix = port === undefined || port === defaultPorts.get(scheme) ? '' : `:${port}`;
  return `${scheme}://${hostOf(destination)}${suffix}${path === wholeHost ? '' : path}`;
}

function hostOf(destination: Destination): string {
  if (destination.kind !== 'network') return formatDestination(destination);
  const { family, first } = destination.network;
  const text = formatAddress({ family, value: first });
  return family === 6 ? `[${text}]` : text;
}
