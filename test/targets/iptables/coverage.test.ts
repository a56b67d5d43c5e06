import { describe, expect, test } from '@jest/globals';
import { formatDestination } from '../../../src/net/destination.ts';
import type { TargetPolicy } from '../../../src/policy/types.ts';
import { caveats } from '../../../src/targets/iptables/caveats.ts';
import { iptables } from '../../../src/targets/iptables/index.ts';
import { coverageOf } from '../../support/coverage.ts';
import type { SiteWords, SpecWords } from '../../support/policy.ts';
import { policyOf } from './render.ts';

/** `host service` to what the target says of it. */
function covered(policy: TargetPolicy): Record<string, string> {
  return Object.fromEntries(
    coverageOf(iptables, policy).map(({ rule, to, coverage: { kind, reason } }) => [
      `${formatDestination(to.destination)} ${rule.service.name}`,
      reason === '' ? kind : `${kind}: ${reason}`,
    ]),
  );
}

function coveredWords(
  to: Record<string, readonly string[]>,
  site: SiteWords = {},
): Record<string, string> {
  return covered(policyOf({ groups: [{ id: 'web', to }], site }));
}

const below = 'wider: dnsmasq opens the names below this host too';
const apex = 'wider: dnsmasq opens the name itself too, not only the names below it';

describe('coverage', () => {
  test.each<[string, Record<string, readonly string[]>, Record<string, string>]>([
    [
      'a host opens what is below it',
      { https: ['microsoft.com'] },
      { 'microsoft.com https': below },
    ],
    ['a wildcard opens its apex', { https: ['*.example.com'] }, { '*.example.com https': apex }],
    [
      'a host and all below it are exact together',
      { https: ['example.com', '*.example.com'] },
      { 'example.com https': 'exact', '*.example.com https': 'exact' },
    ],
    [
      'but not on different ports',
      { https: ['example.com'], http: ['*.example.com'] },
      { 'example.com https': below, '*.example.com http': apex },
    ],
    [
      'nor when the wildcard is asked for below a path alone',
      { http: ['http://example.com/', 'http://*.example.com/help'] },
      {
        'example.com http': below,
        '*.example.com http': 'wider: a packet filter sees no path',
      },
    ],
    [
      'a host or a wildcard inside a wildcard adds nothing',
      { https: ['*.example.com', 'a.example.com', '*.b.example.com'] },
      {
        '*.example.com https': apex,
        'a.example.com https': 'exact',
        '*.b.example.com https': 'exact',
      },
    ],
    [
      'a pattern cannot be said',
      { https: ['cdn*.example.com'] },
      {
        'cdn*.example.com https':
          'unsupported: dnsmasq knows no wildcard inside a name, so it is left out',
      },
    ],
    [
      'a path on TLS is documentation',
      { https: ['https://a.example.com/x'] },
      { 'a.example.com https': `${below}, and a packet filter sees no path` },
    ],
    [
      'a path in cleartext is not seen either',
      { http: ['http://198.51.100.1/x'] },
      { '198.51.100.1 http': 'wider: a packet filter sees no path' },
    ],
    ['a network', { https: ['198.51.100.0/25'] }, { '198.51.100.0/25 https': 'exact' }],
    ['any', { https: ['any'] }, { 'any https': 'exact' }],
    ['the resolvers', { dns: ['resolvers'] }, { 'resolvers dns': 'exact' }],
  ])('%s', (_name, to, want) => {
    expect(coveredWords(to)).toEqual(want);
  });

  const onlyFour = ['192.0.2.0/24'];
  test.each<[string, SiteWords, Record<string, readonly string[]>, Record<string, string>]>([
    [
      'a network of a family that no client has',
      { clients: onlyFour },
      { https: ['2001:db8:5::/48'] },
      { '2001:db8:5::/48 https': 'unsupported: no client has an address of this family' },
    ],
    [
      "the target's own clients count, not the site's",
      { targets: { iptables: { clients: onlyFour } } },
      { https: ['2001:db8:5::/48'] },
      { '2001:db8:5::/48 https': 'unsupported: no client has an address of this family' },
    ],
    [
      'resolvers of a family that no client has',
      { clients: onlyFour, resolvers: ['2001:db8:53::1'] },
      { dns: ['resolvers'] },
      { 'resolvers dns': "unsupported: no client has an address of a resolver's family" },
    ],
    [
      'some resolvers of such a family',
      { clients: onlyFour, resolvers: ['self', '2001:db8:53::1'] },
      { dns: ['resolvers'] },
      { 'resolvers dns': 'narrower: no client has an address of the family of some resolvers' },
    ],
    ['any resolver', { resolvers: 'any' }, { dns: ['resolvers'] }, { 'resolvers dns': 'exact' }],
  ])('%s', (_name, site, to, want) => {
    expect(coveredWords(to, site)).toEqual(want);
  });
});

describe('caveats', () => {
  const said = (words: SpecWords): string => caveats(policyOf(words)).join('\n');
  const web = (to: Record<string, readonly string[]>, site: SiteWords = {}): SpecWords => ({
    groups: [{ id: 'web', to }],
    site,
  });

  test.each<[string, SpecWords, string]>([
    [
      'names share addresses',
      web({ https: ['a.example.com'] }),
      'Addresses are enforced, not names',
    ],
    [
      'private answers stay closed',
      web({ https: ['a.example.com'] }),
      'is not opened, unless the spec lists them as a network or opens any destination: in IPv4 this-network, private, shared, loopback, link-local, protocol-assignment, 6to4-relay, benchmarking, multicast and future use; in IPv6 unspecified, loopback, IPv4-mapped, local NAT64, discard-only, protocol-assignment, segment-routing, unique-local, link-local, site-local and multicast, and what NAT64 (64:ff9b::/96) and 6to4 (2002::/16) make of those IPv4 blocks.',
    ],
    [
      'the lifetimes are global',
      web({ https: ['a.example.com'] }),
      'everything that this dnsmasq answers',
    ],
    [
      'a name that goes leaves the addresses that others have too',
      web({ https: ['a.example.com'] }),
      'one that a kept name of its group and service was answered within a day stays open',
    ],
    [
      'a new name below another makes both wait',
      web({ https: ['a.example.com'] }),
      'until they are asked for again, which is 300 seconds at most',
    ],
    [
      'the change from an earlier version makes neighbours wait',
      web({ https: ['a.example.com'] }),
      'Over files of an earlier version',
    ],
    [
      'open connections stay',
      web({ https: ['a.example.com'] }),
      'Connections that are open stay open, also to a name that is taken away.',
    ],
    [
      'another resolver fills no set',
      web(
        { https: ['a.example.com'], dns: ['resolvers'] },
        { resolvers: ['self', '198.51.100.53'] },
      ),
      'A name asked at 198.51.100.53 fills no set',
    ],
    [
      'nothing opens the DNS of the device',
      web({ https: ['a.example.com'] }),
      'No rule opens the DNS of this device',
    ],
    [
      'a family without clients is not filtered',
      web({ https: ['a.example.com'] }, { clients: ['192.0.2.0/24'] }),
      'No client has an IPv6 address in the spec: IPv6 is not filtered at all.',
    ],
    [
      'an additive site drops invalid packets too',
      web({ https: ['a.example.com'] }, { enforce: 'additive' }),
      'also in this additive site',
    ],
    [
      'a closed site leaves this device open',
      web({ https: ['a.example.com'] }),
      'Nothing here filters what the clients send to this device itself',
    ],
    [
      'answers lead to addresses that no set contains',
      web({ https: ['a.example.com'] }),
      'HTTPS and SVCB answers may lead clients to addresses that no set contains',
    ],
    [
      'leaving them out is global and needs a newer dnsmasq',
      web({ https: ['a.example.com'] }, { targets: { iptables: { filterHttpsRecords: true } } }),
      'left out of every answer of this dnsmasq, not only of the listed names; it must be 2.90 or later',
    ],
  ])('%s', (_name, words, want) => {
    expect(said(words)).toContain(want);
  });

  test("only what is listed opens the site's inner networks", () => {
    const inner = said(
      web({ https: ['198.51.100.7'] }, { inner: ['203.0.113.0/24', '2001:db8::/32'] }),
    );
    expect(inner).toContain(
      "Only what the spec lists as a network or as a resolver opens the site's inner networks, also as NAT64 and 6to4 spell them: 203.0.113.0/24, 2001:db8::/32.",
    );
  });

  test('a device that is closed is not said to be open, and its interfaces are named', () => {
    const targets = { iptables: { protectSelf: { interfaces: ['eth1', 'br-lan'] } } };
    const closed = said(web({ https: ['a.example.com'] }, { targets }));
    expect(closed).not.toContain('Nothing here filters');
    expect(closed).toContain('This device denies its clients its own services, ssh and ping too');
    expect(closed).toContain('whoever has it, and nowhere else: br-lan, eth1.');
  });

  test('an additive site says nothing of this device, which it does not touch', () => {
    const additive = said(web({ https: ['a.example.com'] }, { enforce: 'additive' }));
    expect(additive).not.toContain('protectSelf');
  });

  test('where HTTPS records are left out, none leads elsewhere', () => {
    const targets = { iptables: { filterHttpsRecords: true } };
    expect(said(web({ https: ['a.example.com'] }, { targets }))).not.toContain('may lead clients');
  });

  test('networks alone need none of what is said of names', () => {
    expect(caveats(policyOf(web({ https: ['198.51.100.0/25'] })))).toEqual([
      'Packets of the clients that belong to no known connection (conntrack INVALID) are dropped.',
      'Nothing here filters what the clients send to this device itself, such as to its ssh or a proxy; "protectSelf" does.',
    ]);
  });
});
