import { defaultPorts } from '../../net/flow.ts';
import { mergePorts, type PortRange } from '../../net/port.ts';
import type { Result } from '../../problem.ts';
import type { DocumentFact, RowVerdict } from '../document.ts';
import { judgeDestination } from '../kit/facts.ts';
import type { Place } from './places.ts';

type Ports = Result<readonly PortRange[], string>;

/** What a text says about the ports of a destination. */
export type Said = {
  /** In its own line, with the transport that stands elsewhere. */
  readonly own: (transport: string) => Ports;
  /** Above it. */
  readonly above: Ports;
  /** The transport of its line, else of the text above it; empty without one. */
  readonly transport: string;
};

/** Judges a destination with the ports of its line, else those above it, else that of its scheme. */
export function judgePlace(place: Place, said: Said): RowVerdict {
  const { reading, printed } = place;
  if (reading.kind !== 'destinations')
    return reading.kind === 'refused' ? judgeDestination(printed, none) : reading;
  const own = said.own(place.isUrl && said.transport === '' ? 'tcp' : said.transport);
  if (!own.ok) return { kind: 'unresolved', reason: own.error };
  if (place.isEither) return judgeEither(printed, own);
  if (own.value.length > 0) return judgeDestination(printed, own);
  const scheme = reading.destinations[0]?.scheme;
  const port = reading.destinations[0]?.port;
  if (port !== undefined)
    return judgeDestination(withTransport(printed, said.transport, scheme), none);
  return judgeBelow(printed, scheme, said.above);
}

const none: Ports = { ok: true, value: [] };

/** `host:port` with the transport that the text names. */
function withTransport(printed: string, transport: string, scheme: string | undefined): string {
  return scheme !== undefined || !/^(?:tcp|udp|sctp)$/.test(transport)
    ? printed
    : `${printed}/${transport}`;
}

/** `http(s)://` is a URL of each scheme, unless the line names a port. */
function judgeEither(printed: string, own: Ports): RowVerdict {
  const rest = printed.slice(printed.indexOf('://'));
  if (own.ok && own.value.length > 0) return judgeDestination(rest.slice('://'.length), own);
  const facts: DocumentFact[] = [];
  for (const scheme of ['http', 'https']) {
    const verdict = judgeDestination(`${scheme}${rest}`, none);
    if (verdict.kind !== 'facts') return verdict;
    for (const fact of verdict.facts) facts.push(fact);
  }
  return { kind: 'facts', facts };
}

/** A URL names its port by its scheme: of several ports above it, only this one is its own. */
function judgeBelow(printed: string, scheme: string | undefined, above: Ports): RowVerdict {
  const usual = defaultPorts.get(scheme ?? '');
  if (!above.ok)
    return usual === undefined
      ? { kind: 'unresolved', reason: above.error }
      : judgeDestination(printed, none);
  if (usual === undefined || above.value.length === 0) return judgeDestination(printed, above);
  if (above.value.some((range) => holds(range, usual))) return judgeDestination(printed, none);
  const other = scheme === 'https' ? 80 : 443;
  return above.value.some((range) => holds(range, other))
    ? {
        kind: 'unresolved',
        reason: `it is a URL of ${scheme}, and the text above it names port ${other}`,
      }
    : judgeDestination(printed, { ok: true, value: mergePorts(above.value) });
}

function holds({ transport, low, high }: PortRange, port: number): boolean {
  return transport === 'tcp' && low <= port && port <= high;
}
