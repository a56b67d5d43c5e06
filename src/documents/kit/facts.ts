import { describeHidden, hiddenInValue } from '../../characters.ts';
import { defaultPorts } from '../../net/flow.ts';
import { wholeHost } from '../../net/path.ts';
import { formatPortRange, type PortRange, sharedPorts, subtractPorts } from '../../net/port.ts';
import { type PortTransport, portTransports } from '../../net/transport.ts';
import { failure, type Refusal, type Result, refuse, success } from '../../problem.ts';
import type { DocumentFact, RowVerdict } from '../document.ts';
import { breakMark } from './break-mark.ts';
import { brokenReason } from './broken.ts';
import { type PrintedDestination, readDestination } from './destination.ts';
import { usualTransports } from './port-words.ts';
import { quote, withoutQuery } from './secrets.ts';
import { joinedNotes, plainWords } from './words.ts';

/**
 * Judges one printed destination. `ports` is what the rest of its row says: ranges, none if it names no port, or why they
 * are unresolved. A URL whose port is not among them becomes its host on them; a path without a scheme gets the scheme
 * of port 443 or 80.
 */
export function judgeDestination(
  written: string,
  ports: Result<readonly PortRange[], string>,
): RowVerdict {
  if (written.includes(breakMark)) return { kind: 'unresolved', reason: brokenReason(written) };
  const refusal = refuseHidden(written) ?? refuseGlued(written);
  if (refusal !== undefined) return { kind: 'refused', refusal };
  const [, bare = written, transport] = /^(.+:\d{1,5})\/(tcp|udp|sctp)$/i.exec(written) ?? [];
  const reading = readDestination(bare);
  if (reading.kind !== 'destinations') return reading;
  if (!ports.ok) return { kind: 'unresolved', reason: ports.error };
  const own = portTransports.filter((each) => each === transport?.toLowerCase());
  const facts: DocumentFact[][] = [];
  for (const printed of reading.destinations) {
    const found = portsOf(printed, ports.value, own);
    const made = found.ok ? factsOf(written, printed, found.value) : found;
    if (!made.ok) return { kind: 'unresolved', reason: made.error };
    facts.push([...made.value]);
  }
  return { kind: 'facts', facts: facts.flat() };
}

function refuseHidden(written: string): Refusal | undefined {
  const [hidden] = written.match(hiddenInValue()) ?? [];
  if (hidden === undefined) return undefined;
  const { phrase, help } = describeHidden(hidden);
  return refuse('import-hidden-character', `${quote(written)} contains ${phrase}`, help);
}

/** Networks without a line break between them: `192.0.2.0/24198.51.100.0/24`. Where one ends is a guess. */
function refuseGlued(written: string): Refusal | undefined {
  if (!/^(?:[0-9.]+|[0-9a-f]*:[0-9a-f:.]*)\/[0-9a-f.:]+\/[0-9a-f.:/]*$/i.test(written))
    return undefined;
  const message = `${quote(written)} is more than one network, with no line break between them`;
  return refuse('import-glued', message, 'write each network on a line of its own');
}

type Ports = Result<readonly PortRange[], string>;

/** The ports of a destination: its own one, or else those of its row, or else that of its scheme. */
function portsOf(
  { port, scheme }: PrintedDestination,
  ofRow: readonly PortRange[],
  own: readonly PortTransport[],
): Ports {
  if (port === undefined) {
    const usual = defaultPorts.get(scheme ?? '');
    return success(ofRow.length > 0 || usual === undefined ? ofRow : [single('tcp', usual)]);
  }
  const named = own.length > 0 ? own : scheme && (['tcp'] as const);
  if (ofRow.length > 0) {
    const possible = (named ?? portTransports).map((transport) => single(transport, port));
    const shared = sharedPorts(ofRow, possible);
    return shared.length > 0
      ? success(shared)
      : failure(`the destination names port ${port}, and its row other ports`);
  }
  const transports = named ?? usualTransports(port);
  return transports === undefined
    ? failure(`the document names no transport for port ${port}`)
    : success(transports.map((transport) => single(transport, port)));
}

function single(transport: PortTransport, port: number): PortRange {
  return { transport, low: port, high: port };
}

type Facts = Result<readonly DocumentFact[], string>;

function factsOf(written: string, printed: PrintedDestination, ports: readonly PortRange[]): Facts {
  const { port: _, ...entry } = printed;
  if (printed.scheme !== undefined) return factsOfUrl(written, printed, ports);
  if (printed.path === wholeHost) return success([{ ...entry, ports }]);
  if (ports.length === 0) return failure('it has a path, and neither a scheme nor a port');
  const facts = ports.flatMap((range): DocumentFact[] => {
    const scheme = schemeOn(range);
    return scheme === undefined ? [] : [{ ...entry, scheme, ports: [range] }];
  });
  return facts.length === ports.length
    ? success(facts)
    : failure(`it has a path and no scheme, and ${textOf(ports)} does not tell which one`);
}

function schemeOn(range: PortRange): 'http' | 'https' | undefined {
  const written = formatPortRange(range);
  if (written === 'tcp/80') return 'http';
  return written === 'tcp/443' ? 'https' : undefined;
}

/** The URL on its own port, and its host on the other ports of its row. */
function factsOfUrl(
  written: string,
  printed: PrintedDestination,
  ports: readonly PortRange[],
): Facts {
  const { port, ...entry } = printed;
  const own = [single('tcp', port ?? defaultPorts.get(entry.scheme ?? '') ?? 0)];
  const ofUrl = sharedPorts(ports, own);
  const url = ofUrl.length === 0 ? [] : [{ ...entry, ports: ofUrl }];
  const others = subtractPorts(ports, own);
  if (others.length === 0) return success(url);
  // No device on the route sees a path in TLS; without TLS, the whole host would be wider than the row.
  if (entry.scheme === 'http' && entry.path !== wholeHost)
    return failure(`it prints a URL of http and ${textOf(others)}`);
  return success([...url, hostOf(written, entry, others)]);
}

function hostOf(
  written: string,
  { destination, scheme, note }: Omit<PrintedDestination, 'port'>,
  ports: readonly PortRange[],
): DocumentFact {
  const [only, ...more] = ports;
  const isOne = only !== undefined && only.low === only.high && more.length === 0;
  const url = plainWords(withoutQuery(written));
  const why = `The document prints a URL of ${scheme} and ${textOf(ports)}, so the whole host is allowed there.`;
  return {
    destination,
    path: wholeHost,
    scheme: undefined,
    ports,
    printed: isOne ? { url, port: only.low } : { url },
    note: joinedNotes([note, why].filter((each) => each !== undefined)),
  };
}

function textOf(ports: readonly PortRange[]): string {
  return ports.map(formatPortRange).join(', ');
}

/** The verdict with a note behind those that its facts have. */
export function withNote(verdict: RowVerdict, note: string | undefined): RowVerdict {
  if (verdict.kind !== 'facts' || note === undefined) return verdict;
  const facts = verdict.facts.map((fact) => ({
    ...fact,
    note: fact.note === undefined ? note : joinedNotes([fact.note, note]),
  }));
  return { kind: 'facts', facts };
}
