import { readDestination } from '../documents/kit/destination.ts';
import { withoutQuery, withoutSecrets } from '../documents/kit/secrets.ts';
import { type Destination, formatDestination } from '../net/destination.ts';
import { defaultPorts } from '../net/flow.ts';
import { fixedParent, formatHost, type Host, hostOwner } from '../net/host.ts';
import { networkCovers } from '../net/network.ts';
import { placeholderIn } from '../net/placeholder.ts';
import { mergePorts, type PortRange } from '../net/port.ts';
import { registrableDomain } from '../net/public-suffix.ts';
import type { NamedDestination, NamedRequest } from './named.ts';
import type { Opened } from './opened.ts';

/** The text of the document that an endpoint is written for; undefined if it is written as printed. */
export function printedText({ endpoint }: Opened): string | undefined {
  const { printed, written } = endpoint;
  if (printed === undefined) return undefined;
  const text = withoutSecrets(printed.url ?? printed.text ?? written);
  return /\s/.test(text) ? text : withoutQuery(text);
}

/** Whether a text, which a row of the request prints, means this destination. */
export function denotes(text: string, named: NamedDestination, request: NamedRequest): boolean {
  if (request.printed.has(text)) return true;
  const reading = readDestination(text);
  if (reading.kind !== 'destinations') return false;
  const wanted = formatDestination(named.destination);
  return reading.destinations.some(
    ({ destination, path }) => path === named.path && formatDestination(destination) === wanted,
  );
}

/** The same where the text names no port, or names all ports of the request: a URL has that of its scheme. */
export function denotesOnPorts(
  text: string,
  named: NamedDestination,
  request: NamedRequest,
): boolean {
  if (!denotes(text, named, request)) return false;
  const reading = readDestination(text);
  if (reading.kind !== 'destinations') return true;
  return reading.destinations.every(({ port, scheme }) => {
    const own = port ?? defaultPorts.get(scheme ?? '');
    return own === undefined || request.ports.every(({ low, high }) => low === own && high === own);
  });
}

/** Whether a token is a destination, or is one with a placeholder: a port or a common word explains nothing. */
export function isDestinationText(token: string): boolean {
  if (token.includes('://') || placeholderIn(token) !== undefined) return true;
  return /[.:]/.test(token) && readDestination(token).kind === 'destinations';
}

/** The ports that an endpoint's `printed` explains: its own, and the one that the document prints for it. */
export function explainedPorts({ endpoint, ports }: Opened): readonly PortRange[] {
  const { printed } = endpoint;
  const port = printed?.port ?? urlPort(printed?.url);
  if (port === undefined) return ports;
  return mergePorts([...ports, { transport: 'tcp', low: port, high: port }]);
}

function urlPort(url: string | undefined): number | undefined {
  const [, scheme = '', port] =
    /^([a-z]+):\/\/[^/]*?(?::([0-9]{1,5}))?(?:\/|$)/i.exec(url ?? '') ?? [];
  return port === undefined ? defaultPorts.get(scheme.toLowerCase()) : Number(port);
}

/**
 * Whether an endpoint may be written for this text: its host is within the registrable domain of the text, and its
 * network within that of the text. What a site gives under `to` is the site's own choice.
 */
export function mayReplace(text: string, { endpoint, destination }: Opened): boolean {
  if (destination === undefined) {
    const isHost = 'wants' in endpoint && endpoint.wants.kind === 'variables';
    return !isHost || sharesDomain(text, ownerOfPattern(endpoint.written));
  }
  switch (destination.kind) {
    case 'host':
      return sharesDomain(text, hostOwner(destination.host)) || fitsPattern(text, destination.host);
    case 'network':
      return destinationsIn(text).some(
        (printed) =>
          printed.kind === 'network' && networkCovers(printed.network, destination.network),
      );
    default:
      return true;
  }
}

function sharesDomain(text: string, owner: string): boolean {
  const domain = registrableDomain(owner);
  return ownersIn(text).some((printed) => registrableDomain(printed) === domain);
}

/** The names whose domains show who owns what a text prints. */
function ownersIn(text: string): string[] {
  if (placeholderIn(text) !== undefined) {
    const owner = ownerOfPattern(text);
    return owner.includes('.') ? [owner] : [];
  }
  return destinationsIn(text).flatMap((each) =>
    each.kind === 'host' ? [hostOwner(each.host)] : [],
  );
}

function destinationsIn(text: string): Destination[] {
  const reading = readDestination(text);
  return reading.kind === 'destinations'
    ? reading.destinations.map((each) => each.destination)
    : [];
}

/** The part of a host below which nothing varies: `example.com` of `https://<tenant>.example.com/path`. */
function ownerOfPattern(text: string): string {
  const host = hostPart(text);
  const found = placeholderIn(host);
  if (found === undefined) return host.toLowerCase();
  const rest = host.slice(host.indexOf(found) + found.length);
  // A placeholder within a label: the rest of that label varies too.
  return ownerOfPattern(rest.startsWith('.') ? rest.slice(1) : rest.replace(/^[^.]*\.?/, ''));
}

function hostPart(text: string): string {
  return text.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\//, '').replace(/(?<=[^<])\/.*$/, '');
}

/** Whether a host is the printed one with labels in the place of its placeholders, as `google.de` for `google.[country]`. */
function fitsPattern(text: string, host: Host): boolean {
  if (placeholderIn(text) === undefined) return false;
  const parts = partsAround(hostPart(text)).map((part) =>
    part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  const name = fixedParent(host) ?? formatHost(host);
  const labels = '[a-z0-9-]+(?:\\.[a-z0-9-]+)?';
  return new RegExp(`^${parts.join(labels)}$`, 'i').test(name);
}

function partsAround(text: string): string[] {
  const found = placeholderIn(text);
  if (found === undefined) return [text];
  const at = text.indexOf(found);
  return [text.slice(0, at), ...partsAround(text.slice(at + found.length))];
}
