import type { Application, Site } from '../../language/types.ts';
import { bitsOf } from '../../net/address.ts';
import type { Destination } from '../../net/destination.ts';
import { type Flow, parseFlow } from '../../net/flow.ts';
import type { Host } from '../../net/host.ts';
import { parseHostName } from '../../net/host-text.ts';
import type { Network } from '../../net/network.ts';
import { type UrlPath, wholeHost } from '../../net/path.ts';
import type { PortRange, Transport } from '../../net/port.ts';
import { innerSpace } from '../../policy/inner.ts';
import type { Rule, RuleDestination, SitePolicy } from '../../policy/types.ts';
import type { Place } from '../../problem.ts';
import { resolverPlaces } from '../access/policy-boxes.ts';
import { addressText, endsOf } from '../access/witness.ts';
import type { Judge } from './judge.ts';

/**
 * Checks the verdicts of the outputs of a site on every endpoint of its policy, in every notation that a client may use,
 * and on similar flows that the endpoint does not allow. A flow that two endpoints have in common is checked once.
 */
export function verifyEndpoints({ rules, site }: SitePolicy, judges: readonly Judge[]): void {
  const asked = new Set<string>();
  for (const rule of rules) {
    for (const to of rule.destinations) {
      for (const { text, check } of questionsOf(site, rule, to)) {
        if (asked.has(text)) continue;
        asked.add(text);
        const flow = mustParse(text);
        for (const judge of judges) judge.askEndpoint(flow, check, placeOf(to));
      }
    }
  }
}

function mustParse(text: string): Flow {
  const flow = parseFlow(text);
  if (!flow.ok) throw new Error(`invalid flow "${text}" in a check: ${flow.error.message}`);
  return flow.value;
}

type Question = { readonly text: string; readonly check: string };

/** The parts of a flow. */
type Parts = {
  readonly scheme: 'http' | 'https' | Transport;
  readonly host: string;
  readonly port: number;
  readonly path: string;
};

function placeOf({ origins }: RuleDestination): Place {
  const [origin] = origins;
  if (origin === undefined) throw new Error('a destination has an origin');
  return origin.endpoint.place;
}

function questionsOf(site: Site, rule: Rule, to: RuleDestination): Question[] {
  const samples = samplesOf(to.destination, site);
  return rule.ports.flatMap((range) =>
    samples.flatMap(({ host, kind, beside }) =>
      endsOf(range).flatMap((port) => {
        const parts = { scheme: schemeOf(rule, range), host, port, path: to.path };
        return [
          ask(parts, 'endpoint'),
          ...(kind === 'name' ? spellings(parts) : []),
          ...similarFlows(parts, kind, beside, to.path),
        ];
      }),
    ),
  );
}

function schemeOf({ service }: Rule, { transport }: PortRange): Parts['scheme'] {
  const schemes: Readonly<Partial<Record<Application, 'http' | 'https'>>> = {
    http: 'http',
    tls: 'https',
  };
  return transport === 'udp' ? 'udp' : (schemes[service.application] ?? 'tcp');
}

/** A host or address of a destination, and the addresses adjacent to a network. */
type Sample = {
  readonly host: string;
  readonly kind: 'name' | 'address';
  readonly beside: readonly string[];
};

function samplesOf(destination: Destination, site: Site): Sample[] {
  switch (destination.kind) {
    case 'host':
      return namesOf(destination.host).map((host) => ({ host, kind: 'name', beside: [] }));
    case 'network':
      return addressesOf(destination.network);
    case 'resolvers':
      return resolverPlaces(site)
        .filter((place) => place.kind !== 'resolvers')
        .flatMap((place) => samplesOf(place, site));
    case 'any':
      return [
        {
          host: 'anything.example',
          kind: 'name',
          beside: innerAddresses(site),
        },
      ];
  }
}

/** The first address of each internal network; an endpoint with any destination does not include them. */
function innerAddresses(site: Site): string[] {
  return innerSpace(site).map(({ family, first }) => addressText({ family, value: first }));
}

function namesOf(host: Host): string[] {
  switch (host.kind) {
    case 'exact':
      return [host.name];
    case 'subdomains':
      return [`one.${host.of}`, `one.two.${host.of}`].filter(isName);
    case 'pattern':
      return ['q7', ''].map((text) => filled(host.labels, text)).filter(isName);
  }
}

function filled(labels: readonly string[], text: string): string {
  return labels.map((label) => label.replaceAll('*', text)).join('.');
}

function addressesOf({ family, first, last }: Network): Sample[] {
  const text = (value: bigint) => addressText({ family, value });
  const beside = [first - 1n, last + 1n].filter(
    (value) => value >= 0n && value < 1n << BigInt(bitsOf(family)),
  );
  return [...new Set([first, last])].map((value) => ({
    host: text(value),
    kind: 'address',
    beside: beside.map(text),
  }));
}

/** Other notations that a client may use for the same destination. */
function spellings(parts: Parts): Question[] {
  const { host } = parts;
  return [
    ask({ ...parts, host: host.toUpperCase() }, 'host in upper case'),
    ask({ ...parts, host: `${host}.` }, 'host with a final dot'),
    { text: textOf(parts, true), check: 'URL with its port' },
  ];
}

function similarFlows(
  parts: Parts,
  kind: Sample['kind'],
  beside: readonly string[],
  path: UrlPath,
): Question[] {
  const { host, port, scheme } = parts;
  const names = kind === 'name' ? lookAlikes(host) : [];
  const ports = [port - 1, port + 1].filter((each) => each > 0 && each < 65536);
  return [
    ...names.map((name) => ask({ ...parts, host: name }, 'similar name')),
    ...[...beside, ...inside].map((address) => ask({ ...parts, host: address }, 'other address')),
    ...ports.map((each) => ask({ ...parts, port: each }, 'adjacent port')),
    ask({ ...parts, scheme: scheme === 'udp' ? 'tcp' : 'udp', path: '/' }, 'other transport'),
    ...(scheme === 'https' ? [ask({ ...parts, scheme: 'http', port: 80 }, cleartext)] : []),
    ...(path === wholeHost ? [] : otherPaths(path)).map((other) =>
      ask({ ...parts, path: other }, 'other path'),
    ),
  ];
}

const cleartext = 'cleartext';

/** Metadata services of clouds, and private addresses: only an endpoint that names them allows them. */
const inside = ['169.254.169.254', '[fd00:ec2::254]', '10.0.0.1', '172.16.0.1', '192.168.0.1'];

function lookAlikes(host: string): string[] {
  const [first = '', ...rest] = host.split('.');
  return [
    `x${host}`,
    `evil-${host}`,
    `${host}.evil.example`,
    `child.${host}`,
    rest.join('.'),
    `${first}-${rest.join('.')}`,
    `${first}x${rest.join('.')}`,
  ].filter(isName);
}

function isName(text: string): boolean {
  return parseHostName(text).ok;
}

function otherPaths(path: UrlPath): string[] {
  return [`${path}x`, path.slice(0, path.lastIndexOf('/')), '/'];
}

function ask(parts: Parts, check: string): Question {
  return { text: textOf(parts, false), check };
}

function textOf({ scheme, host, port, path }: Parts, withPort: boolean): string {
  const usual = { http: 80, https: 443, tcp: undefined, udp: undefined }[scheme];
  const written = withPort || usual !== port ? `:${port}` : '';
  return `${scheme}://${host}${written}${scheme === 'tcp' || scheme === 'udp' ? '' : path}`;
}
