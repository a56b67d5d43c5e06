import type { Endpoint } from '../../../language/types.ts';
import { defaultPorts } from '../../../net/flow.ts';
import { splitUrl } from '../../../net/url.ts';
import { aboutEndpoints } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A document that prints a URL with another port than its own, or with a port that the endpoint does not allow. */
export const schemePortMismatch: SpecRule = {
  id: 'scheme-port-mismatch',
  severity: 5,
  title: 'a printed port does not match its URL or the spec',
  why: 'If a document prints a URL with another port, one of the two is wrong. Allowing both allows too much.',
  remedy: 'ask the publisher which one is correct, and record the decision in an exception',
  check: ({ spec }) => aboutEndpoints(spec, mismatch),
};

function mismatch({ printed, services, written }: Endpoint): string[] {
  if (printed === undefined) return [];
  // A printed text is no URL, and then the document prints none.
  const url = printed.text === undefined ? urlOf(printed.url ?? written) : undefined;
  const { port = url?.port } = printed;
  if (port === undefined) return [];
  if (url?.port !== undefined && url.port !== port)
    return [`is printed with scheme ${url.scheme} on port ${url.port}, and with port ${port}`];
  // URLs of these schemes mean TCP. A printed port alone names no transport.
  const isWeb = url !== undefined && defaultPorts.has(url.scheme);
  const opened = services
    .flatMap((service) => service.ports)
    .filter(({ transport }) => !isWeb || transport === 'tcp')
    .some(({ low, high }) => low <= port && port <= high);
  return opened ? [] : [`is printed with port ${port}, which the endpoint does not allow`];
}

/** The scheme and the port of a URL. Undefined if the text is not a URL, or its scheme has no default port. */
function urlOf(text: string): { readonly scheme: string; readonly port: number } | undefined {
  const [whole = ''] = text.split(/[?#]/, 1);
  const parts = splitUrl(whole);
  if (!parts.ok) return undefined;
  const scheme = parts.value.scheme.toLowerCase();
  const port = parts.value.port === undefined ? defaultPorts.get(scheme) : Number(parts.value.port);
  return port === undefined || Number.isNaN(port) ? undefined : { scheme, port };
}
