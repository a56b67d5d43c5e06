import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Family } from '../../../src/net/address.ts';
import { type Destination, formatDestination } from '../../../src/net/destination.ts';
import { type Flow, parseFlow } from '../../../src/net/flow.ts';
import {
  cidrsOf,
  formatCidr,
  formatNetwork,
  type Network,
  networkHolds,
} from '../../../src/net/network.ts';
import { parseNetwork } from '../../../src/net/network-text.ts';
import { formatPortRange, type PortRange } from '../../../src/net/port.ts';
import { isProtocol, protocols } from '../../../src/net/transport.ts';
import { innerSpace } from '../../../src/policy/inner.ts';
import type { Rule, TargetPolicy } from '../../../src/policy/types.ts';
import { pfsense } from '../../../src/targets/pfsense/index.ts';
import type { Decision, Reading, TargetFiles } from '../../../src/targets/reading.ts';
import { smallHost, smallNetwork, smallPorts } from '../../support/arbitrary.ts';
import { coverageOf } from '../../support/coverage.ts';
import { must, type SpecWords } from '../../support/policy.ts';
import { proveProperties } from '../../support/properties/properties.ts';
import { runs } from '../../support/runs.ts';
import { attacks } from './attacks.ts';
import { configFile, everything, policyOf, reading, render } from './support.ts';

const place = fc.oneof(
  { weight: 5, arbitrary: smallHost.map((host) => formatDestination({ kind: 'host', host })) },
  {
    weight: 3,
    arbitrary: smallNetwork.map((network) => formatDestination({ kind: 'network', network })),
  },
  { weight: 1, arbitrary: fc.constantFrom('resolvers', 'self', 'any') },
);
const tier = fc.constantFrom('required' as const, 'recommended' as const, 'optional' as const);

/** Specs over few hosts, addresses and ports, so that they meet one another and the flows. */
const smallSpec: fc.Arbitrary<SpecWords> = fc
  .record({
    ports: fc.array(fc.array(smallPorts, { minLength: 1, maxLength: 3 }), {
      minLength: 2,
      maxLength: 2,
    }),
    groups: fc.array(
      fc.record({
        tier,
        to: fc.dictionary(
          fc.constantFrom('one', 'two'),
          fc.uniqueArray(place, { minLength: 1, maxLength: 5 }),
          { minKeys: 1 },
        ),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    clients: fc.subarray(['192.0.2.0/24', '198.18.0.1-198.18.0.5', '2001:db8:c1::/64'], {
      minLength: 1,
    }),
    resolvers: fc.oneof(
      fc.subarray(['self', '0.0.0.9', '198.51.100.53', '::9'], { minLength: 1 }),
      fc.constant('any' as const),
    ),
    enforce: fc.constantFrom('closed' as const, 'additive' as const),
    inner: fc.array(smallNetwork.map(formatNetwork), { maxLength: 2 }),
    options: fc.record(
      {
        disabledTiers: fc.uniqueArray(tier, { maxLength: 2 }),
        ipprotocol: fc.constantFrom('inet' as const, 'inet6' as const, 'inet46' as const),
        log: fc.boolean(),
        closing: fc.constantFrom('reject' as const, 'block' as const),
      },
      { requiredKeys: ['disabledTiers'] },
    ),
  })
  .map(({ ports, groups, clients, resolvers, enforce, inner, options }) => ({
    services: {
      one: { ports: (ports[0] ?? []).map(formatPortRange), application: 'other' as const },
      two: { ports: (ports[1] ?? []).map(formatPortRange), application: 'other' as const },
    },
    groups: groups.map((group, index) => ({ id: `g${index}`, ...group })),
    site: {
      clients,
      resolvers,
      enforce,
      inner,
      targets: { pfsense: { interface: 'lan', ...options } },
    },
  }));

const isHeld = ({ ports }: Rule) => ports.every(({ transport }) => transport !== 'sctp');

/** In IPv6, pf never matches AH. */
const familiesFor = ({ ports }: Rule, families: readonly Family[]) =>
  new Set(
    ports.some(({ transport }) => transport === 'ah') ? families.filter((x) => x === 4) : families,
  );

const isOn = (policy: TargetPolicy, rule: Rule) =>
  isHeld(rule) && policy.site.targets.pfsense?.disabledTiers?.includes(rule.tier) !== true;

/** The clients of the families that the option includes. */
function servedClients({ site }: TargetPolicy): Network[] {
  const { ipprotocol = 'inet46' } = site.targets.pfsense ?? {};
  const family = { inet: 4, inet6: 6, inet46: undefined }[ipprotocol];
  return site.clients.filter((client) => family === undefined || client.family === family);
}

/** `destination transport/ports` of all that pfSense can express, in words of the policy alone. */
function expressible(policy: TargetPolicy): string[] {
  const families = servedClients(policy).map(({ family }) => family);
  const access = policy.rules
    .filter((rule) => isOn(policy, rule) && familiesFor(rule, families).size > 0)
    .flatMap((rule) =>
      withoutWeaker(
        rule.destinations.flatMap(({ destination }) =>
          textsOf(policy, destination, familiesFor(rule, families)),
        ),
      ).flatMap((text) => rule.ports.map((range) => `${text} ${formatPortRange(range)}`)),
    );
  return [...new Set(access)].sort();
}

const notInner = 'any-but-inner';

/** The networks that a closed site denies below its listed ones. */
function guardedIn(policy: TargetPolicy): Network[] {
  const families = servedClients(policy).map(({ family }) => family);
  return policy.site.enforce === 'closed'
    ? innerSpace(policy.site).filter(({ family }) => families.includes(family))
    : [];
}

/** Any place for names makes the rule to any other place one with it. */
function withoutWeaker(texts: readonly string[]): string[] {
  return texts.filter((text) => text !== notInner || !texts.includes('any'));
}

function textsOf(
  policy: TargetPolicy,
  destination: Destination,
  families: ReadonlySet<Family>,
): string[] {
  const blocks = (network: Network) =>
    families.has(network.family) ? cidrsOf(network).map(formatCidr) : [];
  switch (destination.kind) {
    case 'host':
      return destination.host.kind === 'exact' ? [destination.host.name] : [];
    case 'network':
      return blocks(destination.network);
    case 'any':
      return [guardedIn(policy).length > 0 ? notInner : 'any'];
    case 'self':
      return ['self'];
    case 'resolvers': {
      const { resolvers } = policy.site;
      if (resolvers.kind === 'any') return ['any'];
      return [...(resolvers.self ? ['self'] : []), ...resolvers.addresses.flatMap(blocks)];
    }
  }
}

function readBack(all: Reading): string[] {
  const access = all.access.map(({ destination, ports }) => {
    const [cidr] = destination.kind === 'network' ? cidrsOf(destination.network) : [];
    const self = destination.kind === 'resolvers' ? 'self' : entryText(destination);
    return `${cidr === undefined ? self : formatCidr(cidr)} ${formatPortRange(ports)}`;
  });
  return [...new Set(access)].sort();
}

function entryText(destination: Destination): string {
  return destination.kind === 'any' && destination.except !== undefined
    ? notInner
    : formatDestination(destination);
}

/** Does one of these lines of `expressible` allow the flow? */
function opens(
  open: readonly string[],
  { peer, transport, port }: Flow,
  guarded: readonly Network[],
): boolean {
  const holds = (text: string) => {
    if (text === 'any') return true;
    if (text === notInner)
      return (
        peer.kind === 'name' || !guarded.some((network) => networkHolds(network, peer.address))
      );
    if (peer.kind === 'name') return text === peer.name;
    return text.includes('/') && networkHolds(networkOf(text), peer.address);
  };
  return open.some((line) => {
    const [text = '', ports = ''] = line.split(' ');
    if (!ports.includes('/')) return ports === transport && holds(text);
    const [, its = '', low = '', high = low] = /^(.*)\/([0-9]+)-?([0-9]*)$/.exec(ports) ?? [];
    const last = high === '' ? low : high;
    return its === transport && Number(low) <= port && port <= Number(last) && holds(text);
  });
}

/** A block with its length, one address among them. */
function networkOf(text: string): Network {
  return must(parseNetwork(text.replace(/^(.*\..*)\/32$|^(.*:.*)\/128$/, '$1$2')));
}

const flows = fc
  .tuple(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('tcp', 'udp') },
      { weight: 1, arbitrary: fc.constantFrom('sctp', ...protocols) },
    ),
    fc.oneof(
      fc
        .array(fc.constantFrom('a', 'b', 'ab', 'q'), { minLength: 2, maxLength: 4 })
        .map((labels) => labels.join('.')),
      fc.nat(64).map((last) => `0.0.0.${last}`),
      fc.nat(64).map((last) => `[::${(last + 1).toString(16)}]`),
    ),
    fc.integer({ min: 1, max: 42 }),
  )
  .map(([scheme, host, port]) =>
    must(parseFlow(`${scheme}://${host}${isProtocol(scheme) ? '' : `:${port}`}`)),
  );

function verdictFor(
  open: readonly string[],
  flow: Flow,
  family: Family,
  guarded: readonly Network[],
): Decision['verdict'] {
  if (flow.peer.kind === 'address' && flow.peer.address.family !== family) return 'not-applicable';
  return opens(open, flow, guarded) ? 'allow' : 'deny';
}

/** The access in the files, without locations, and every element that is not text. */
function meaningOf(files: TargetFiles): unknown {
  const opened = reading(files).access.map(({ at, ...one }) => one);
  const config = files.get(configFile) ?? '';
  return [opened, config.replace(/<(descr|detail)><!\[CDATA\[[^<>]*\]\]><\/\1>/g, '')];
}

/** Each host of the rules that are on with each of its ports, and its coverage. */
function hostCoverage(policy: TargetPolicy): [place: string, kind: string][] {
  return coverageOf(pfsense, policy)
    .filter(({ rule, to }) => isOn(policy, rule) && to.destination.kind === 'host')
    .flatMap(({ rule, to, coverage }) =>
      rule.ports.map((ports): [string, string] => [
        placeText(to.destination, ports),
        coverage.kind,
      ]),
    );
}

function placeText(destination: Destination, ports: PortRange): string {
  return `${formatDestination(destination)} ${formatPortRange(ports)}`;
}

proveProperties(pfsense, {
  everything,
  specs: smallSpec,
  attacks,
  unchanged: meaningOf,
  // The entries of an alias stand on one line, and their descriptions two lines below.
  hunk: (file) => (file === configFile ? { removed: 3, added: 3 } : { removed: 1, added: 2 }),
  access: { expected: expressible, read: readBack },
  verdict: {
    flows,
    expected: (policy, flow, client) =>
      verdictFor(expressible(policy), flow, client.family, guardedIn(policy)),
    // One spec opens most of its flows or none, so fewer tries may stay below the least number of open ones.
    tries: 300,
  },
});

test('the reader returns everything except what coverage calls unsupported', () => {
  const property = fc.property(smallSpec, (words) => {
    const policy = policyOf(words);
    fc.pre(pfsense.view(policy).ok);
    const { access } = reading(render(policy));
    const open = new Set(access.map(({ destination, ports }) => placeText(destination, ports)));
    for (const [place, kind] of hostCoverage(policy))
      expect([place, kind, open.has(place)]).toEqual([place, kind, kind !== 'unsupported']);
  });
  fc.assert(property, { numRuns: runs(100) });
});
