import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Address, formatAddress } from '../../../src/net/address.ts';
import { destinationHolds, formatDestination } from '../../../src/net/destination.ts';
import { type Flow, parseFlow } from '../../../src/net/flow.ts';
import { formatNetwork, networkHolds } from '../../../src/net/network.ts';
import { pathCovers } from '../../../src/net/path.ts';
import { formatPortRange } from '../../../src/net/port.ts';
import type { Rule, TargetPolicy } from '../../../src/policy/types.ts';
import { squid } from '../../../src/targets/squid/index.ts';
import { view } from '../../../src/targets/squid/view.ts';
import { servicePorts, sharedPlace, smallNetwork, smallUniverse } from '../../support/arbitrary.ts';
import { must, type SpecWords } from '../../support/policy.ts';
import { everything, policyOf, readingOf, textOf } from './support.ts';

const attacks = [
  'x\nhttp_access allow all',
  'x\r\nssl_bump splice all',
  'ends in a backslash\\',
  '"/etc/squid/list"',
  'include /etc/passwd',
  '$(include) %macro #comment',
  'regex ^.*$',
  '\u202Egnp.exe\u2028\u0000\u001B[2J',
  '{{{allow}}} {{#each rules}}',
  'x'.repeat(9000),
  '',
];

/** A policy of every kind of destination, with this text wherever a spec takes free text. */
function withText(text: string): TargetPolicy {
  const words = everything({ tlsInspection: 'intercept' });
  const plain = policyOf({
    ...words,
    title: text,
    groups: words.groups.map((group) => ({
      ...group,
      title: text,
      note: text,
      applications: { squid: [text] },
    })),
  });
  const rules = plain.rules.map((rule) => ({
    ...rule,
    group: { ...rule.group, purpose: text, source: { document: text, section: text } },
    destinations: rule.destinations.map((to) => ({
      ...to,
      origins: to.origins.map((origin) => ({
        ...origin,
        endpoint: {
          ...origin.endpoint,
          written: text,
          ticket: text,
          requester: text,
          expires: text,
          printed: { url: text, port: 1 },
        },
      })),
    })),
  }));
  return { ...plain, spec: { ...plain.spec, owner: text }, rules };
}

describe('free text can never become a rule', () => {
  const plain = textOf(policyOf(everything({ tlsInspection: 'intercept' })));

  test.each(attacks)('%j changes no byte', (text) => {
    expect(textOf(withText(text))).toBe(plain);
  });

  test('nor does any other text', () => {
    const property = fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(textOf(withText(text))).toBe(plain);
    });
    fc.assert(property, { numRuns: 50 });
  });

  test('and a name or a prefix that nobody parsed stops the tool', () => {
    const attack = 'x\nhttp_access allow all';
    const words = everything();
    for (const wrong of [
      { ...words, name: attack },
      { ...words, site: { ...words.site, prefix: attack } },
    ]) {
      expect(() => view(policyOf(wrong))).toThrow('reached an encoder unchecked');
    }
  });
});

const inClear = fc.oneof(
  sharedPlace,
  fc
    .tuple(
      fc.constantFrom('a.b', 'b.a', 'a.a.b'),
      fc.constantFrom('/p', '/p/q', '/p.q', '/P', '/p+(q)', '/p%20q'),
    )
    .map(([host, path]) => `http://${host}${path}`),
);

/** Specs over few names, addresses and ports, so that they meet one another and the flows. */
const specs: fc.Arbitrary<SpecWords> = fc
  .record({
    clear: servicePorts,
    secret: servicePorts,
    other: servicePorts,
    groups: fc.array(
      fc.record({
        inspection: fc.constantFrom('bypass' as const, 'allow' as const),
        http: fc.uniqueArray(inClear, { maxLength: 5 }),
        tls: fc.uniqueArray(sharedPlace, { maxLength: 5 }),
        other: fc.uniqueArray(sharedPlace, { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    inner: fc.uniqueArray(smallNetwork.map(formatNetwork), { maxLength: 2 }),
    clients: fc.uniqueArray(smallNetwork.map(formatNetwork), { minLength: 1, maxLength: 3 }),
    tlsInspection: fc.constantFrom('none' as const, 'explicit' as const, 'intercept' as const),
    direct: fc.boolean(),
  })
  .map(({ clear, secret, other, groups, inner, clients, tlsInspection, direct }) => ({
    services: {
      clear: { ports: clear, application: 'http' as const },
      secret: { ports: secret, application: 'tls' as const },
      other: { ports: other, application: 'other' as const },
    },
    groups: groups.map((group, index) => ({
      id: `g${index}`,
      // One inspection for all keeps atoms of two groups from contradicting each other.
      inspection: groups[0]?.inspection ?? 'bypass',
      to: { clear: group.http, secret: group.tls, other: group.other },
    })),
    site: { clients, inner, targets: { squid: { tlsInspection, direct } } },
  }));

/** The policy, where it selects something and the target can hold some of it. */
function policyFrom(words: SpecWords): TargetPolicy {
  fc.pre(words.groups.some(({ to }) => Object.values(to).some((places) => places.length > 0)));
  const policy = policyOf(words);
  fc.pre(view(policy).ok);
  return policy;
}

const flows: fc.Arbitrary<Flow> = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(...smallUniverse),
      fc.tuple(fc.constantFrom<4 | 6>(4, 6), fc.bigInt(0n, 66n)).map(([family, value]) => {
        const text = formatAddress({ family, value });
        return family === 6 ? `[${text}]` : text;
      }),
    ),
    fc.integer({ min: 1, max: 42 }),
    fc.constantFrom('http', 'https', 'ftp', 'tcp'),
    fc.constantFrom('', '/p', '/p/q', '/p/q/r', '/pq', '/p.q', '/pxq', '/p+(q)', '/P/x'),
  )
  .map(([host, port, scheme, path]) =>
    must(parseFlow(`${scheme}://${host}:${port}${scheme === 'tcp' ? '' : path}`)),
  );

const addresses: fc.Arbitrary<Address> = fc.record({
  family: fc.constantFrom<4 | 6>(4, 6),
  value: fc.bigInt(0n, 66n),
});

/** Does the spec, word for word, open this? */
function opens(policy: TargetPolicy, flow: Flow): boolean {
  return policy.rules.some(
    (rule) =>
      asksFor(rule, flow) &&
      rule.destinations.some(
        (to) =>
          destinationHolds(to.destination, flow.peer) &&
          !(to.destination.kind === 'any' && isInner(policy, flow)) &&
          pathCovers(to.path, flow.path) &&
          // What an escape stands for is not for Squid to tell apart: coverage says that it is left out.
          !to.path.includes('%'),
      ),
  );
}

function isInner({ site }: TargetPolicy, { peer }: Flow): boolean {
  return (
    peer.kind === 'address' && site.inner.some((network) => networkHolds(network, peer.address))
  );
}

function asksFor({ ports, service }: Rule, { scheme, port }: Flow): boolean {
  const isPlain = service.application === 'http';
  const fits = scheme === 'tcp' || scheme === (isPlain ? 'http' : 'https');
  return (
    fits && ports.some((one) => one.transport === 'tcp' && one.low <= port && port <= one.high)
  );
}

function firstsOf({ site }: TargetPolicy): Address[] {
  return site.clients.map(({ family, first }) => ({ family, value: first }));
}

function isClient({ site }: TargetPolicy, address: Address): boolean {
  return site.clients.some((network) => networkHolds(network, address));
}

describe('for every policy', () => {
  test('what is read back decides each flow of each client as the policy says', () => {
    let open = 0;
    const manyFlows = fc.array(flows, { minLength: 30, maxLength: 30 });
    const property = fc.property(specs, manyFlows, addresses, (words, asked, stranger) => {
      const policy = policyFrom(words);
      const reading = readingOf(textOf(policy));
      const asks = asked.flatMap((flow) =>
        [...firstsOf(policy), stranger].map((client) => ({ flow, client })),
      );
      const decided = asks.map(({ flow, client }) => [
        flow.text,
        formatAddress(client),
        reading.decide(flow, client).verdict,
      ]);
      const wanted = asks.map(({ flow, client }) => [
        flow.text,
        formatAddress(client),
        isClient(policy, client) && opens(policy, flow) ? 'allow' : 'deny',
      ]);
      open += wanted.filter(([, , verdict]) => verdict === 'allow').length;
      expect(decided).toEqual(wanted);
    });
    fc.assert(property, { numRuns: 200 });
    expect(open).toBeGreaterThan(500);
  });

  test('access is what the policy lists, but for what coverage says is left out or covered', () => {
    const property = fc.property(specs, (words) => {
      const policy = policyFrom(words);
      const { access } = readingOf(textOf(policy));
      const listed = new Set(
        access.map(
          (one) =>
            `${formatDestination(one.destination)} ${one.path} ${formatPortRange(one.ports)}`,
        ),
      );
      expect(wantedOf(policy).filter((text) => !listed.has(text))).toEqual([]);
    });
    fc.assert(property, { numRuns: 200 });
  });

  test('every acl that a line names has a value, and exactly one line allows', () => {
    const property = fc.property(specs, (words) => {
      const text = textOf(policyFrom(words));
      const defined = new Set([...text.matchAll(/^acl (\S+) /gm)].map((match) => match[1]));
      const used = [...text.matchAll(/^(?!#).* (?:all-of|any-of|allow|deny|splice|peek) (.*)$/gm)]
        .flatMap((match) => (match[1] ?? '').split(' '))
        .map((name) => name.replace('!', ''));
      expect(used.filter((name) => !defined.has(name))).toEqual([]);
      expect([...text.matchAll(/^http_access /gm)]).toHaveLength(1);
    });
    fc.assert(property, { numRuns: 100 });
  });
});

/** Exact hosts, patterns and paths of everything that the target says is not left out. */
function wantedOf(policy: TargetPolicy): string[] {
  return policy.rules.flatMap((rule) =>
    rule.destinations
      .filter(
        ({ destination }) => destination.kind === 'host' && destination.host.kind !== 'subdomains',
      )
      .filter((to) =>
        to.origins.every((origin) =>
          ['exact', 'wider', 'narrower'].includes(
            squid.coverage({ policy, rule, to, origin }).kind,
          ),
        ),
      )
      .flatMap(({ destination, path }) =>
        rule.ports
          .filter(({ transport }) => transport === 'tcp')
          .map((range) => `${formatDestination(destination)} ${path} ${formatPortRange(range)}`),
      ),
  );
}
