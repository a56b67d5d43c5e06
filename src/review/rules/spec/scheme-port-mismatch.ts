import type { Endpoint } from '../../../language/types.ts';
import { defaultPorts, splitUrl } from '../../../net/flow.ts';
import { aboutEndpoints } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** A document that prints a URL with a port that its scheme does not mean, or that the endpoint does not open. */
export const schemePortMismatch: SpecRule = {
  id: 'scheme-port-mismatch',
  severity: 5,
  title: 'the document contradicts itself, or the spec contradicts the document',
  why: 'A scheme with the port of another one means that one of the two is wrong, and opening both opens too much.',
  remedy: 'ask the publisher which is meant, and say in an exception what was decided',
  check: ({ spec }) => aboutEndpoints(spec, mismatch),
};

function mismatch({ printed, services, written }: Endpoint): string[] {
  if (printed === undefined) return [];
  const url = urlOf(printed.url ?? written);
  const { port = url?.port } = printed;
  if (port === undefined) return [];
  if (url?.port !== undefined && url.port !== port)
    return [`is printed with ${url.scheme}, which is port ${url.port}, and with port ${port}`];
  const opened = services
    .flatMap((service) => service.ports)
    .some(({ transport, low, high }) => transport === 'tcp' && low <= port && port <= high);
  return opened ? [] : [`is printed with port ${port}, which it is not open on`];
}

/** The scheme and the port of a URL; nothing of what is none, or of a scheme without a port of its own. */
function urlOf(text: string): { readonly scheme: string; readonly port: number } | undefined {
  const [whole = ''] = text.split(/[?#]/, 1);
  const parts = splitUrl(whole);
  if (!parts.ok) return undefined;
  const scheme = parts.value.scheme.toLowerCase();
  const port = parts.value.port === undefined ? defaultPorts[scheme] : Number(parts.value.port);
  return port === undefined || Number.isNaN(port) ? undefined : { scheme, port };
}
