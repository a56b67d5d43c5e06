import fc from 'fast-check';
import { formatHost, type Host, type HostName } from '../../src/net/host.ts';
import { parseHost } from '../../src/net/host-text.ts';
import { formatNetwork, type Network } from '../../src/net/network.ts';
import { formatPortRange, type PortRange, protocolRange } from '../../src/net/port.ts';
import { type PortTransport, protocols } from '../../src/net/transport.ts';
import { must, type SiteWords, type SpecWords } from './policy.ts';

/** Labels over a tiny alphabet, so that random hosts often overlap. */
const smallLabel = fc.constantFrom('a', 'b', 'ab', 'ba', 'aa', 'a-b');

/** Labels that are valid only before the last two. */
const smallLowLabel = fc.constantFrom('a', 'b', 'ab', 'ba', 'aa', 'a-b', 'a_b', '_a', 'b_');

const smallName = fc
  .tuple(
    fc.array(smallLowLabel, { maxLength: 2 }),
    fc.array(smallLabel, { minLength: 2, maxLength: 2 }),
  )
  .map(([low, domain]) => [...low, ...domain].join('.'));

const smallPattern = fc
  .tuple(
    fc.array(fc.constantFrom('a*', '*b', 'a*b', '*a*', '*_*', 'a_*b', 'a', 'b'), {
      minLength: 1,
      maxLength: 2,
    }),
    fc.constantFrom('', '*.'),
    fc.constantFrom('a.b', 'b.a', 'a.a'),
  )
  .map(([labels, middle, domain]) => `${labels.join('.')}.${middle}${domain}`);

/** An exact host, a wildcard or a pattern. */
export const smallHost: fc.Arbitrary<Host> = fc
  .oneof(
    smallName,
    smallName.map((name) => `*.${name}`),
    smallPattern,
  )
  .map((text) => must(parseHost(text)));

/** Every name of two to four labels over the tiny alphabet: enough to distinguish any two small hosts. */
export const smallUniverse: readonly HostName[] = [2, 3, 4].flatMap((depth) => namesOf(depth));

/** Whether a host contains a name, by a regular expression: independent of the algebra under test. */
export function holdsByExpression(host: Host, name: string): boolean {
  return expressionOf(host).test(name);
}

function expressionOf(host: Host): RegExp {
  switch (host.kind) {
    case 'exact':
      return new RegExp(`^${host.name.replaceAll('.', '\\.')}$`);
    case 'subdomains':
      return new RegExp(`^(?:[a-z0-9_-]+\\.)+${host.of.replaceAll('.', '\\.')}$`);
    case 'pattern':
      return new RegExp(`^${host.labels.map(labelExpression).join('\\.')}$`);
  }
}

function labelExpression(label: string): string {
  return label === '*' ? '[a-z0-9_-]+' : label.replaceAll('*', '[a-z0-9-]*');
}

function namesOf(depth: number): HostName[] {
  const labels = ['a', 'b', 'ab', 'ba', 'aa', 'a-b', 'q'];
  const low = [...labels, 'a_b', '_a', 'b_'];
  const at = (position: number) => (position < depth - 2 ? low : labels);
  const names = Array.from({ length: depth }).reduce<string[]>(
    (left, _, position) =>
      left.length === 0
        ? at(position)
        : left.flatMap((name) => at(position).map((label) => `${name}.${label}`)),
    [],
  );
  return names as HostName[];
}

/** Networks inside a space of 64 addresses. */
export const smallNetwork: fc.Arbitrary<Network> = fc
  .tuple(fc.constantFrom<4 | 6>(4, 6), fc.bigInt(0n, 63n), fc.bigInt(0n, 63n))
  .map(([family, a, b]) => ({ family, first: a < b ? a : b, last: a < b ? b : a }));

/** Ports from 1 to 40 of either transport, sometimes of SCTP, and protocols without ports. */
export const smallPorts: fc.Arbitrary<PortRange> = fc.oneof(
  { weight: 8, arbitrary: portsOf('tcp', 'udp') },
  { weight: 1, arbitrary: portsOf('sctp') },
  { weight: 1, arbitrary: fc.constantFrom(...protocols).map(protocolRange) },
);

function portsOf(...transports: readonly PortTransport[]): fc.Arbitrary<PortRange> {
  return fc
    .tuple(
      fc.constantFrom(...transports),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
    )
    .map(([transport, a, b]) => ({ transport, low: Math.min(a, b), high: Math.max(a, b) }));
}

/** Single ports with gaps between them. Subtracting them from a range leaves many ranges. */
const scatteredPorts: fc.Arbitrary<PortRange[]> = fc
  .tuple(
    fc.constantFrom<'tcp' | 'udp'>('tcp', 'udp'),
    fc.subarray([3, 8, 12, 17, 22, 26, 31, 37], { minLength: 4 }),
  )
  .map(([transport, ports]) => ports.map((port) => ({ transport, low: port, high: port })));

const widePorts: fc.Arbitrary<PortRange[]> = fc
  .subarray<'tcp' | 'udp'>(['tcp', 'udp'], { minLength: 1 })
  .map((transports) => transports.map((transport) => ({ transport, low: 1, high: 40 })));

/**
 * The ports and protocols of a service, as a spec writes them. Such services overlap often, so that a rule has a part of the ports of
 * its service: sometimes more ranges than fit into its id.
 */
export const servicePorts: fc.Arbitrary<string[]> = fc
  .oneof(
    { weight: 1, arbitrary: fc.array(smallPorts, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: scatteredPorts },
    { weight: 1, arbitrary: widePorts },
  )
  .map((ranges) => ranges.map(formatPortRange));

const sharedHost = smallHost.map(formatHost);

/** A host, a network or a keyword; some of them so often that several services and groups share them. */
export const sharedPlace: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: sharedHost },
  { weight: 2, arbitrary: smallNetwork.map(formatNetwork) },
  { weight: 2, arbitrary: fc.constantFrom('any', 'resolvers', 'self', 'a.b', '*.b.a') },
);

const smallPlace = fc.oneof(
  { arbitrary: smallHost.map(formatHost), weight: 4 },
  { arbitrary: smallNetwork.map(formatNetwork), weight: 2 },
  {
    arbitrary: fc.constantFrom(
      'any',
      'http://a.b/x',
      'http://a.b/x/y',
      '*.co.uk',
      'to:site',
      `\${v}.\${w}.a`,
    ),
    weight: 1,
  },
);

/** A service and its destinations. */
const smallAccess = fc.tuple(
  fc.constantFrom('http', 'https', 'odd'),
  fc.array(smallPlace, { minLength: 1, maxLength: 4 }),
);

const everyTarget: NonNullable<SiteWords['targets']> = {
  iptables: {},
  pac: { proxy: 'PROXY proxy.example.net:3128' },
  paloalto: { from: 'trust', to: 'untrust', position: 'top' },
  pfsense: { interface: 'lan' },
  squid: { tlsInspection: 'explicit' },
};

/** A spec of a few groups with small values. Some of these specs do not compile. */
export const smallSpec: fc.Arbitrary<SpecWords> = fc.record({
  services: smallPorts.map((range) => ({
    odd: { ports: [formatPortRange(range)], application: 'other' as const },
  })),
  groups: fc
    .array(
      fc.record({
        tier: fc.constantFrom('required', 'recommended', 'optional'),
        inspection: fc.constantFrom('bypass', 'allow'),
        to: fc
          .array(smallAccess, { minLength: 1, maxLength: 3 })
          .map((access) => ({ dns: ['resolvers'], ...Object.fromEntries(access) })),
      }),
      { minLength: 1, maxLength: 3 },
    )
    .map((groups) => groups.map((group, index) => ({ id: `group-${index}`, ...group }))),
  site: fc.record({
    clients: fc.subarray(['192.0.2.0/24', '2001:db8:c1::/64'], { minLength: 1 }),
    resolvers: fc.constantFrom('any' as const, ['self'], ['self', '192.0.2.53']),
    enforce: fc.constantFrom('closed', 'additive'),
    destinations: fc
      .uniqueArray(fc.oneof(sharedHost, smallNetwork.map(formatNetwork), fc.constant('self')), {
        minLength: 1,
        maxLength: 3,
      })
      .map((site) => ({ site })),
    targets: fc.constant(everyTarget),
  }),
});
