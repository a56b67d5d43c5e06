import type { Application, Site } from '../../language/types.ts';
import { parseAddress } from '../../net/address.ts';
import type { Peer } from '../../net/destination.ts';
import type { Flow } from '../../net/flow.ts';
import { parseRequestPath, type UrlPath, wholeHost } from '../../net/path.ts';
import type { PortRange } from '../../net/port.ts';
import { hasPorts, isTransport, protocols, type Transport } from '../../net/transport.ts';
import type { Rule, RuleDestination, SitePolicy } from '../../policy/types.ts';
import type { Place, Refusal, Result } from '../../problem.ts';
import { endsOf, placeText } from '../access/witness.ts';
import { AskedTexts, textOf, type Written } from './asked-texts.ts';
import type { Judge } from './judge.ts';
import { peersNamed, samplesOf } from './samples.ts';

/**
 * Checks the verdicts of the outputs of a site on every endpoint of its policy, in every notation that a client may use,
 * and on similar flows that the endpoint does not allow. A flow that two endpoints have in common is checked once.
 */
export function verifyEndpoints(policy: SitePolicy, judges: readonly Judge[]): void {
  for (const { flow, check, place } of endpointFlows(policy))
    for (const judge of judges) judge.askEndpoint(flow, check, place);
}

/** A flow to ask about, the name of the check, and the endpoint that it comes from. */
type EndpointFlow = { readonly flow: Flow; readonly check: string; readonly place: Place };

/** The flows to ask about the endpoints of a policy; each text comes once. */
export function* endpointFlows({ rules, site }: SitePolicy): Generator<EndpointFlow> {
  const asked = new AskedTexts();
  for (const rule of rules) {
    for (const to of rule.destinations) {
      const place = placeOf(to);
      for (const { parts, written, check } of questionsOf(site, rule, to))
        if (asked.isNew(written)) yield { flow: flowOf(parts, textOf(written)), check, place };
    }
  }
}

/** The flow that `parseFlow` reads from the text; equal without a look at the text, which has these parts. */
function flowOf({ scheme, peer, port, path }: Parts, text: string): Flow {
  const transport = isTransport(scheme) ? scheme : 'tcp';
  const own = isTransport(scheme) ? wholeHost : path;
  return { text, scheme, peer, transport, port, path: own };
}

type Question = { readonly parts: Parts; readonly written: Written; readonly check: string };

/** The parts of a flow. */
type Parts = {
  readonly scheme: 'http' | 'https' | Transport;
  readonly peer: Peer;
  readonly port: number;
  readonly path: UrlPath;
};

function placeOf({ origins }: RuleDestination): Place {
  const [origin] = origins;
  if (origin === undefined) throw new Error('a destination has an origin');
  return origin.endpoint.place;
}

/** One question after the other: all of them would fill the memory. */
function* questionsOf(site: Site, rule: Rule, to: RuleDestination): Generator<Question> {
  const samples = samplesOf(to.destination, site);
  for (const range of rule.ports) {
    const scheme = schemeOf(rule, range);
    for (const { peer, beside } of samples) {
      for (const port of endsOf(range)) {
        const parts = { scheme, peer, port, path: to.path };
        yield ask(parts, 'endpoint');
        if (peer.kind === 'name') yield* spellings(parts, peer.name);
        yield* similarFlows(parts, beside);
      }
    }
  }
}

function schemeOf({ service }: Rule, { transport }: PortRange): Parts['scheme'] {
  const schemes: Readonly<Partial<Record<Application, 'http' | 'https'>>> = {
    http: 'http',
    tls: 'https',
  };
  return transport === 'tcp' ? (schemes[service.application] ?? 'tcp') : transport;
}

/** Other notations that a client may use for the same destination. */
function* spellings(parts: Parts, name: string): Generator<Question> {
  const written = writtenAs(parts, name);
  yield {
    parts,
    written: { ...written, host: name.toUpperCase() },
    check: 'host in upper case',
  };
  yield { parts, written: { ...written, host: `${name}.` }, check: 'host with a final dot' };
  if (parts.port > 0)
    yield { parts, written: { ...written, port: parts.port }, check: 'URL with its port' };
}

function* similarFlows(parts: Parts, beside: readonly Peer[]): Generator<Question> {
  const { peer, scheme, path } = parts;
  const names = peer.kind === 'name' ? lookAlikes(peer.name) : [];
  for (const other of names) yield ask({ ...parts, peer: other }, 'similar name');
  for (const other of beside) yield ask({ ...parts, peer: other }, 'other address');
  for (const { peer: other, host } of inside)
    yield ask({ ...parts, peer: other }, 'other address', host);
  if (isTransport(scheme) && !hasPorts(scheme)) yield* otherProtocols(parts);
  else yield* otherPorts(parts);
  if (scheme === 'https') yield ask({ ...parts, scheme: 'http', port: 80 }, cleartext);
  if (path !== wholeHost) for (const other of otherPaths(path)) yield askPath(parts, other);
}

function* otherProtocols(parts: Parts): Generator<Question> {
  for (const other of protocols)
    if (other !== parts.scheme) yield ask({ ...parts, scheme: other }, 'other protocol');
}

function* otherPorts(parts: Parts): Generator<Question> {
  const { port, scheme } = parts;
  for (const other of [port - 1, port + 1])
    if (other > 0 && other < 65536) yield ask({ ...parts, port: other }, 'adjacent port');
  const transport = scheme === 'udp' ? 'tcp' : 'udp';
  yield ask({ ...parts, scheme: transport, path: wholeHost }, 'other transport');
}

const cleartext = 'cleartext';

/** Metadata services of clouds, and private addresses: only an endpoint that names them allows them. */
const inside: readonly { readonly peer: Peer; readonly host: string }[] = [
  '169.254.169.254',
  'fd00:ec2::254',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
].map((text) => {
  const peer = { kind: 'address', address: canonical(parseAddress(text)) } as const;
  return { peer, host: placeText(peer) };
});

function lookAlikes(host: string): Peer[] {
  const [first = '', ...rest] = host.split('.');
  return peersNamed([
    `x${host}`,
    `evil-${host}`,
    `${host}.evil.example`,
    `child.${host}`,
    rest.join('.'),
    `${first}-${rest.join('.')}`,
    `${first}x${rest.join('.')}`,
  ]);
}

function otherPaths(path: UrlPath): string[] {
  return [`${path}x`, path.slice(0, path.lastIndexOf('/')), '/'];
}

/** `written` is in the text: an empty path means the same as `/`. */
function askPath(parts: Parts, written: string): Question {
  const path = canonical(parseRequestPath(written));
  const asked = writtenAs(parts, placeText(parts.peer), written);
  return { parts: { ...parts, path }, written: asked, check: 'other path' };
}

function ask(parts: Parts, check: string, host = placeText(parts.peer)): Question {
  return { parts, written: writtenAs(parts, host), check };
}

function writtenAs(parts: Parts, host: string, path: string = parts.path): Written {
  const { scheme, port } = parts;
  return {
    scheme,
    host,
    port: usualPorts[scheme] === port ? undefined : port,
    path: isTransport(scheme) ? '' : path,
  };
}

function canonical<Value>(parsed: Result<Value, Refusal>): Value {
  if (!parsed.ok) throw new Error(`invalid flow in a check: ${parsed.error.message}`);
  return parsed.value;
}

/** The ports that a flow does not need to name. */
const usualPorts: Readonly<Record<Parts['scheme'], number | undefined>> = {
  http: 80,
  https: 443,
  tcp: undefined,
  udp: undefined,
  sctp: undefined,
  'icmp-echo': 0,
  esp: 0,
  ah: 0,
  gre: 0,
};
