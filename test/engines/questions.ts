import { type Address, formatAddress, parseAddress } from '../../src/net/address.ts';
import { destinationHolds, type Peer } from '../../src/net/destination.ts';
import type { Host } from '../../src/net/host.ts';
import { parseHostName } from '../../src/net/host-text.ts';
import { type Network, networkHolds } from '../../src/net/network.ts';
import { parsePath, pathCovers } from '../../src/net/path.ts';
import { rangesOn } from '../../src/net/port.ts';
import { protocols } from '../../src/net/transport.ts';
import type { Rule, RuleDestination } from '../../src/policy/types.ts';
import type { CoverageKind } from '../../src/targets/coverage.ts';
import { coverageAt } from '../support/coverage.ts';
import { must } from '../support/policy.ts';
import { applicationOf, type EngineFlow, otherProtocols } from './flow.ts';
import type { RenderedSite } from './sites.ts';

/** What is specific to one target: what it sees of a flow, and what it denies. */
export type Sight = {
  /** Whether the output allows a path that the policy's rule may not allow. */
  takesPath(rule: Rule, to: RuleDestination, path: string, site: RenderedSite): boolean;
  /** Whether the device rule checks the application if the policy's rule does. */
  seesApplication(rule: Rule, flow: EngineFlow): boolean;
  /** Addresses of `resolvers`, including `self` if a flow can go there. */
  resolvers(site: RenderedSite): readonly string[];
  /** Addresses of the device itself, or `self`. */
  self(site: RenderedSite): readonly string[];
  /** Whether `any` includes the site's internal networks, because the target cannot deny them. */
  opensInner?(site: RenderedSite): boolean;
  /** Whether the device matches no flow of this kind, also where the coverage of the endpoint is narrower. */
  misses?(flow: EngineFlow): boolean;
  /** Whether an option turns off an endpoint that the target can express. */
  isOff(rule: Rule, site: RenderedSite): boolean;
};

/** wider: the flow differs from an allowed one only in a part that the target cannot see. */
export type Expected = 'exact' | 'wider' | 'shut';

/** One flow to every destination of the policy, on both ends of every port range, from the first client. */
export function wantedFlows(site: RenderedSite, sight: Sight): EngineFlow[] {
  return site.policy.rules.flatMap((rule) =>
    rule.destinations.flatMap((to) =>
      rangesOn(rule.ports, ['tcp', 'udp', ...protocols]).flatMap(({ transport, low, high }) =>
        samplesOf(to, site, sight).flatMap((destination) =>
          [...new Set([low, high])].flatMap((port) => {
            const client = clientFor(destination, site);
            if (client === undefined) return [];
            const application = spokenOn(rule, transport);
            return [{ client, destination, transport, port, path: to.path, application }];
          }),
        ),
      ),
    ),
  );
}

/** Flows that differ from an allowed one in one part. The policy denies most of them. */
export function neighboursOf(flow: EngineFlow): EngineFlow[] {
  const { destination: host, port, path = '/' } = flow;
  const isName = addressOf(host) === undefined && host !== 'self';
  const parent = host.split('.').slice(1).join('.');
  const names = isName ? [`x${host}`, `evil-${host}`, `x.${host}`, `${host}.evil.example`] : [];
  const parents = isName && parent.includes('.') ? [parent] : [];
  const six = flow.client.includes(':');
  const inner = six ? ['fd00:ec2::254', 'fd12:3456::1'] : ['169.254.169.254', '172.31.255.254'];
  return [
    ...[...names.filter((name) => parseHostName(name).ok), ...parents, ...inner].map(
      (destination) => ({ ...flow, destination }),
    ),
    ...(port === 0 ? [] : [port - 1, port + 1])
      .filter((each) => each > 0 && each < 65536)
      .map((each) => ({ ...flow, port: each })),
    ...transportsBeside(flow),
    ...(path === '/' ? [] : [`${path}x`, `${path}.old`, '/']).map((other) => ({
      ...flow,
      path: other,
    })),
    ...(port === 0 ? [] : [{ ...flow, application: otherThan(flow) }]),
    ...(flow.application === 'tls' ? [{ ...flow, port: 80, application: 'http' as const }] : []),
  ];
}

function otherThan({ application }: EngineFlow): 'http' | 'tls' {
  return application === 'http' ? 'tls' : 'http';
}

/** The same to the same port of the other transport, and by the protocols without ports. */
function transportsBeside(flow: EngineFlow): EngineFlow[] {
  const other = flow.transport === 'tcp' ? ('udp' as const) : ('tcp' as const);
  const bare = { ...flow, port: 0, path: '/', application: 'other' as const };
  return [
    { ...flow, transport: other, port: flow.port === 0 ? 443 : flow.port },
    ...otherProtocols(flow.transport).map((transport) => ({ ...bare, transport })),
  ];
}

/** The verdict on a flow by the policy and, if that is wider, by the target's coverage. */
export function expectedOf(flow: EngineFlow, site: RenderedSite, sight: Sight): Expected {
  if (sight.misses?.(flow) === true) return 'shut';
  const held = heldBy(flow, site, sight);
  const strict = held.filter(
    ({ rule, to }) =>
      pathCovers(to.path, must(parsePath(flow.path ?? '/'))) &&
      applicationOf(flow) === spokenOn(rule, flow.transport),
  );
  if (strict.length > 0) return 'exact';
  const loose = held.filter(
    ({ rule, to }) =>
      sight.takesPath(rule, to, flow.path ?? '/', site) &&
      (!sight.seesApplication(rule, flow) ||
        applicationOf(flow) === spokenOn(rule, flow.transport)),
  );
  return loose.length > 0 ? 'wider' : 'shut';
}

/** The destinations that contain a flow by its peer and port, and that the target allows. */
export function heldBy(flow: EngineFlow, site: RenderedSite, sight: Sight): Held[] {
  return site.policy.rules
    .filter((rule) => rule.ports.some((range) => isOn(range, flow)))
    .filter((rule) => !sight.isOff(rule, site))
    .flatMap((rule) =>
      rule.destinations
        .filter((to) => leadsTo(to, flow.destination, site, sight))
        .map((to) => ({ rule, to, kinds: kindsOf(rule, to, site) })),
    )
    .filter(({ kinds }) => kinds.every((kind) => kind !== 'unsupported'));
}

export type Held = {
  readonly rule: Rule;
  readonly to: RuleDestination;
  readonly kinds: readonly CoverageKind[];
};

function kindsOf(rule: Rule, to: RuleDestination, site: RenderedSite): CoverageKind[] {
  const covered = coverageAt(site.target, site.policy, rule, to);
  return covered.map(({ coverage }) => coverage.kind);
}

function isOn(range: Rule['ports'][number], flow: EngineFlow): boolean {
  const { transport, low, high } = range;
  return transport === flow.transport && low <= flow.port && flow.port <= high;
}

function leadsTo(
  { destination }: RuleDestination,
  text: string,
  site: RenderedSite,
  sight: Sight,
): boolean {
  if (destination.kind === 'resolvers')
    return site.policy.site.resolvers.kind === 'any' || sight.resolvers(site).includes(text);
  if (destination.kind === 'self') return sight.self(site).includes(text);
  if (text === 'self') return destination.kind === 'any';
  if (destination.kind === 'any' && isInner(text, site)) return sight.opensInner?.(site) === true;
  return destinationHolds(destination, peerOf(text));
}

/** Whether the text is an address in an internal network of the site. */
export function isInner(text: string, { policy }: RenderedSite): boolean {
  const address = addressOf(text);
  return (
    address !== undefined && policy.site.inner.some((network) => networkHolds(network, address))
  );
}

function peerOf(text: string): Peer {
  const address = addressOf(text);
  if (address !== undefined) return { kind: 'address', address };
  return { kind: 'name', name: must(parseHostName(text)) };
}

function addressOf(text: string): Address | undefined {
  const address = parseAddress(text);
  return address.ok ? address.value : undefined;
}

/** The application on this transport. Over UDP, a firewall recognizes neither http nor TLS; ICMP and tunnels have none. */
function spokenOn(
  { service }: Rule,
  transport: EngineFlow['transport'],
): EngineFlow['application'] & string {
  const { application } = service;
  if (transport !== 'tcp' && transport !== 'udp') return 'other';
  return transport === 'udp' && application !== 'dns' ? 'other' : application;
}

function samplesOf({ destination }: RuleDestination, site: RenderedSite, sight: Sight): string[] {
  switch (destination.kind) {
    case 'host':
      return hostSamples(destination.host);
    case 'network':
      return endsOf(destination.network);
    case 'resolvers':
      return [...sight.resolvers(site)];
    case 'self':
      return [...sight.self(site)];
    case 'any':
      return ['anything.example.net', '198.51.100.77'];
  }
}

function hostSamples(host: Host): string[] {
  switch (host.kind) {
    case 'exact':
      return [host.name];
    case 'subdomains':
      return [`one.${host.of}`, `one.two.${host.of}`];
    case 'pattern':
      return [host.labels.map((label) => label.replaceAll('*', 'q7')).join('.')];
  }
}

function endsOf({ family, first, last }: Network): string[] {
  return [...new Set([first, last].map((value) => formatAddress({ family, value })))];
}

/** The first client of the address's family. Every client can reach a name. */
function clientFor(destination: string, { policy }: RenderedSite): string | undefined {
  const family = addressOf(destination)?.family;
  const { clients } = policy.site;
  const client = clients.find((each) => family === undefined || each.family === family);
  return client && formatAddress({ family: client.family, value: client.first });
}
