import { wholeHost } from '../../net/path.ts';
import type { PortRange, Transport } from '../../net/port.ts';
import { failure, type Refusal, type Result, success } from '../../problem.ts';
import type { Scope } from '../types.ts';
import type { Cursor } from '../yaml/cursor.ts';
import { accept, type Context, unknownName } from './context.ts';
import { noPort, parseUrl } from './places.ts';
import { sourceText } from './values.ts';

/** What an item of `only` allows: a URL or `host:port[/udp]`, wildcards included, or the word of a service. */
export function resolveScope(context: Context, cursor: Cursor): Scope | undefined {
  const written = sourceText(cursor);
  if (written === undefined) return undefined;
  if (/^[^:/.]*$/.test(written)) return resolveWord(context, cursor, written);
  return accept(context, cursor, parseScope(written));
}

function resolveWord(context: Context, cursor: Cursor, written: string): Scope | undefined {
  const known = context.names.first.service;
  if (!known.has(written) && !context.lost.has('service')) {
    return accept(context, cursor, failure(unknownName('service', written, known.keys())));
  }
  const service = context.services.get(written);
  if (service === undefined) return undefined;
  return { written, destination: { kind: 'any' }, path: wholeHost, ports: service.ports };
}

function parseScope(written: string): Result<Scope, Refusal> {
  const transport: Transport = /^udp:|\/udp$/.test(written) ? 'udp' : 'tcp';
  const withScheme = written.includes('://')
    ? written
    : `${transport}://${written.replace(/\/(udp|tcp)$/, '')}`;
  const url = parseUrl(withScheme);
  if (!url.ok) return url;
  const { destination, path, port } = url.value;
  if (port === undefined) return failure(noPort(written));
  const ports: PortRange[] = [{ transport, low: port, high: port }];
  return success({ written, destination, path, ports });
}
