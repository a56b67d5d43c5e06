import { describe, expect, test } from '@jest/globals';
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
import { formatPortRange } from '../../../src/net/port.ts';
import { innerSpace } from '../../../src/policy/inner.ts';
import type { Rule, TargetPolicy } from '../../../src/policy/types.ts';
import { coverage } from '../../../src/targets/pfsense/coverage.ts';
import { pfsense } from '../../../src/targets/pfsense/index.ts';
import { view } from '../../../src/targets/pfsense/view.ts';
import type { TargetFiles } from '../../../src/targets/target.ts';
import { smallHost, smallNetwork, smallPorts } from '../../support/arbitrary.ts';
import { verifyTarget } from '../../support/output.ts';
import { must, type SpecWords } from '../../support/policy.ts';
import { needsProgram, run } from '../../support/programs.ts';
import { configFile, everything, policyOf, reading, render } from './support.ts';

const attacks = [
  ']]></descr><type>pass</type><descr><![CDATA[',
  ']]></detail></alias></aliases><filter><rule><type>pass</type></rule></filter>',
  '<pfsense>',
  '--><pfsense><filter></filter></pfsense><!--',
  '&lt;any&gt;&lt;/any&gt; &#10; &xxe;',
  'a||b|',
  '|',
  'x\n0.0.0.0/0 everything',
  'x\n\n# spt_clients (network)\n0.0.0.0/0 all',
  'x\r\n\t<any></any>',
  'ends in a backslash\\',
  `" ' quote`,
  '\u202Egnp.exe\u2028\u0000\u001B[2J',
  '{{{spec}}} {{#each aliases}}',
  ' '.repeat(300),
  `${'x'.repeat(198)}]]>|${'y'.repeat(2000)}`,
  '',
];

/** A policy of every kind of destination, with this text wherever a spec takes free text. */
function withText(text: string): TargetPolicy {
  const plain = policyOf(everything);
  const rules = plain.rules.map((rule) => ({
    ...rule,
    group: {
      ...rule.group,
      title: text,
      purpose: text,
      source: { document: text, section: text },
      applications: { pfsense: [text] },
    },
    destinations: rule.destinations.map((to) => ({
      ...to,
      origins: to.origins.map((origin) => ({
        ...origin,
        endpoint: {
          ...origin.endpoint,
          written: text,
          note: text,
          ticket: text,
          requester: text,
          expires: text,
          source: { document: text, section: text },
          printed: { url: text, port: 1 },
        },
      })),
    })),
  }));
  return { ...plain, spec: { ...plain.spec, title: text, owner: text }, rules };
}

/** Everything that the files open, without the places. */
function opened(files: TargetFiles): unknown[] {
  return reading(files).access.map(({ destination, ports, clients, path }) => ({
    destination,
    ports,
    clients,
    path,
  }));
}

/** What stands in the rules, and every element that is no text. */
function skeleton(files: TargetFiles): string {
  return (files.get(configFile) ?? '').replace(/<(descr|detail)><!\[CDATA\[[^<>]*\]\]><\/\1>/g, '');
}

describe('free text can never become a rule', () => {
  const plain = render(policyOf(everything));

  const named = attacks.map((text) => [JSON.stringify(text.slice(0, 60)), text] as const);

  test.each(named)('%s opens nothing, and stays inside its own element', (_name, text) => {
    const files = render(withText(text));
    expect(opened(files)).toEqual(opened(plain));
    expect(skeleton(files)).toBe(skeleton(plain));
  });

  test('nor does any other text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const files = render(withText(text));
        expect(opened(files)).toEqual(opened(plain));
        expect(skeleton(files)).toBe(skeleton(plain));
      }),
      { numRuns: 30 },
    );
  });

  needsProgram('xmllint')('and the file stays well-formed', () => {
    for (const text of attacks) {
      const config = render(withText(text)).get(configFile) ?? '';
      expect([text, run('xmllint', ['--noout', '--nonet', '-'], config).stderr]).toEqual([
        text,
        '',
      ]);
    }
  });
});

const place = fc.oneof(
  { weight: 5, arbitrary: smallHost.map((host) => formatDestination({ kind: 'host', host })) },
  {
    weight: 3,
    arbitrary: smallNetwork.map((network) => formatDestination({ kind: 'network', network })),
  },
  { weight: 1, arbitrary: fc.constantFrom('resolvers', 'any') },
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

const isOn = (policy: TargetPolicy, rule: Rule) =>
  policy.site.targets.pfsense?.disabledTiers?.includes(rule.tier) !== true;

/** The clients of the families that the option leaves in. */
function servedClients({ site }: TargetPolicy): Network[] {
  const { ipprotocol = 'inet46' } = site.targets.pfsense ?? {};
  const family = { inet: 4, inet6: 6, inet46: undefined }[ipprotocol];
  return site.clients.filter((client) => family === undefined || client.family === family);
}

/** `destination transport/ports` of all that pfSense can express, in words of the policy alone. */
function expressible(policy: TargetPolicy): string[] {
  const families = new Set(servedClients(policy).map(({ family }) => family));
  const access = policy.rules
    .filter((rule) => isOn(policy, rule))
    .flatMap((rule) =>
      withoutWeaker(
        rule.destinations.flatMap(({ destination }) => textsOf(policy, destination, families)),
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
    case 'resolvers': {
      const { resolvers } = policy.site;
      if (resolvers.kind === 'any') return ['any'];
      return [...(resolvers.self ? ['self'] : []), ...resolvers.addresses.flatMap(blocks)];
    }
  }
}

function readBack(files: TargetFiles): string[] {
  const access = reading(files).access.map(({ destination, ports }) => {
    const [cidr] = destination.kind === 'network' ? cidrsOf(destination.network) : [];
    const self = destination.kind === 'resolvers' ? 'self' : placeText(destination);
    return `${cidr === undefined ? self : formatCidr(cidr)} ${formatPortRange(ports)}`;
  });
  return [...new Set(access)].sort();
}

function placeText(destination: Destination): string {
  return destination.kind === 'any' && destination.except !== undefined
    ? notInner
    : formatDestination(destination);
}

/** Does one of these lines of `expressible` open the flow? */
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
    fc.constantFrom('tcp', 'udp'),
    fc.oneof(
      fc
        .array(fc.constantFrom('a', 'b', 'ab', 'q'), { minLength: 2, maxLength: 4 })
        .map((labels) => labels.join('.')),
      fc.nat(64).map((last) => `0.0.0.${last}`),
      fc.nat(64).map((last) => `[::${(last + 1).toString(16)}]`),
    ),
    fc.integer({ min: 1, max: 42 }),
  )
  .map(([scheme, host, port]) => must(parseFlow(`${scheme}://${host}:${port}`)));

function verdictFor(
  open: readonly string[],
  flow: Flow,
  family: Family,
  guarded: readonly Network[],
): string {
  if (flow.peer.kind === 'address' && flow.peer.address.family !== family) return 'not-applicable';
  return opens(open, flow, guarded) ? 'allow' : 'deny';
}

/** Each host of the rules that are on, and its coverage. */
function hostCoverage(policy: TargetPolicy): [place: string, kind: string][] {
  return policy.rules
    .filter((rule) => isOn(policy, rule))
    .flatMap((rule) =>
      rule.destinations
        .filter(({ destination }) => destination.kind === 'host')
        .flatMap((to) =>
          to.origins.map((origin): [string, string] => [
            formatDestination(to.destination),
            coverage({ policy, rule, to, origin }).kind,
          ]),
        ),
    );
}

describe('for every policy', () => {
  /** The files of a policy that can be expressed; a refusal ends this run of the property. */
  const rendered = (policy: TargetPolicy): TargetFiles => {
    const made = view(policy);
    fc.pre(made.ok);
    return render(policy);
  };

  test('what is read is all that can be expressed, and nothing else', () => {
    fc.assert(
      fc.property(smallSpec, (words) => {
        const policy = policyOf(words);
        expect(readBack(rendered(policy))).toEqual(expressible(policy));
      }),
    );
  });

  test('the reader decides each flow as the policy does', () => {
    const asked = fc.array(flows, { minLength: 10, maxLength: 20 });
    fc.assert(
      fc.property(smallSpec, asked, (words, some) => {
        const policy = policyOf(words);
        const { decide } = reading(rendered(policy));
        const open = expressible(policy);
        const cases = servedClients(policy).flatMap((client) =>
          some.map((flow) => ({ flow, client })),
        );
        const decided = cases.map(({ flow, client: { family, first } }) => [
          flow.text,
          decide(flow, { family, value: first }).verdict,
        ]);
        expect(decided).toEqual(
          cases.map(({ flow, client }) => [
            flow.text,
            verdictFor(open, flow, client.family, guardedIn(policy)),
          ]),
        );
      }),
    );
  });

  test('what coverage calls unsupported is not read back, and everything else is', () => {
    fc.assert(
      fc.property(smallSpec, (words) => {
        const policy = policyOf(words);
        const files = rendered(policy);
        const open = new Set(
          reading(files).access.map(({ destination }) => formatDestination(destination)),
        );
        for (const [place, kind] of hostCoverage(policy))
          expect([place, kind, open.has(place)]).toEqual([place, kind, kind !== 'unsupported']);
      }),
    );
  });

  test('the files verify', () => {
    fc.assert(
      fc.property(smallSpec, (words) => {
        const policy = policyOf(words);
        expect(verifyTarget(pfsense, policy, [], rendered(policy)).failed).toEqual([]);
      }),
    );
  });

  test('the bytes are the same a second time', () => {
    fc.assert(
      fc.property(smallSpec, (words) => {
        expect([...rendered(policyOf(words))]).toEqual([...rendered(policyOf(words))]);
      }),
      { numRuns: 30 },
    );
  });
});
