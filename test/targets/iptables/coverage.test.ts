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

const below = 'wider: dnsmasq also allows the subdomains of this host';
const apex = 'wider: dnsmasq also allows the name itself, not only its subdomains';

describe('the coverage of iptables', () => {
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
        '*.example.com http': 'wider: a packet filter cannot see the path',
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
          'unsupported: dnsmasq does not support a wildcard inside a name, so it is left out',
      },
    ],
    [
      'a path on TLS is documentation',
      { https: ['https://a.example.com/x'] },
      { 'a.example.com https': `${below}, and a packet filter cannot see the path` },
    ],
    [
      'a path in cleartext is not seen either',
      { http: ['http://198.51.100.1/x'] },
      { '198.51.100.1 http': 'wider: a packet filter cannot see the path' },
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
      { '2001:db8:5::/48 https': 'unsupported: no client has an address in this family' },
    ],
    [
      "the target's own clients count, not the site's",
      { targets: { iptables: { clients: onlyFour } } },
      { https: ['2001:db8:5::/48'] },
      { '2001:db8:5::/48 https': 'unsupported: no client has an address in this family' },
    ],
    [
      'resolvers of a family that no client has',
      { clients: onlyFour, resolvers: ['2001:db8:53::1'] },
      { dns: ['resolvers'] },
      { 'resolvers dns': "unsupported: no client has an address in a resolver's family" },
    ],
    [
      'some resolvers of such a family',
      { clients: onlyFour, resolvers: ['self', '2001:db8:53::1'] },
      { dns: ['resolvers'] },
      { 'resolvers dns': 'narrower: no client has an address in the family of some resolvers' },
    ],
    ['any resolver', { resolvers: 'any' }, { dns: ['resolvers'] }, { 'resolvers dns': 'exact' }],
  ])('%s', (_name, site, to, want) => {
    expect(coveredWords(to, site)).toEqual(want);
  });
});

describe('caveats of iptables', () => {
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
      'private addresses are not allowed',
      web({ https: ['a.example.com'] }),
      'is not allowed, unless the spec lists them as a network or allows any destination: in IPv4 this-network, private, shared, loopback, link-local, protocol-assignment, 6to4-relay, benchmarking, multicast and future use; in IPv6 unspecified, loopback, IPv4-mapped, local NAT64, discard-only, protocol-assignment, segment-routing, unique-local, link-local, site-local and multicast, and the NAT64 (64:ff9b::/96) and 6to4 (2002::/16) forms of those IPv4 blocks.',
    ],
    [
      'the limit of lifetimes is global',
      web({ https: ['a.example.com'] }),
      'limits the lifetime of all its answers to 300 seconds',
    ],
    [
      'removing a name keeps the addresses that others have too',
      web({ https: ['a.example.com'] }),
      'unless another name in the same group and service resolved to the same address in the last 24 hours',
    ],
    [
      'a new subdomain makes both names wait',
      web({ https: ['a.example.com'] }),
      'until the client resolves them again (at most 300 seconds)',
    ],
    [
      'an upgrade from an early version makes other names wait',
      web({ https: ['a.example.com'] }),
      'while files of an early version without sets for single names are applied',
    ],
    [
      'existing connections continue',
      web({ https: ['a.example.com'] }),
      'Existing connections continue, even to a removed name, unless conntrack is installed on the device: then apply.sh ends them.',
    ],
    [
      'an answer of another resolver fills no set',
      web(
        { https: ['a.example.com'], dns: ['resolvers'] },
        { resolvers: ['self', '198.51.100.53'] },
      ),
      'If a client resolves a name at 198.51.100.53, no set is filled',
    ],
    [
      'no rule allows DNS to this device',
      web({ https: ['a.example.com'] }),
      'No rule allows clients to query the DNS of this device',
    ],
    [
      'a family without clients is not filtered',
      web({ https: ['a.example.com'] }, { clients: ['192.0.2.0/24'] }),
      'No client in the spec has an IPv6 address: IPv6 is not filtered at all.',
    ],
    [
      'an allow-only site also drops invalid packets',
      web({ https: ['a.example.com'] }, { enforce: 'additive' }),
      'even in this allow-only site',
    ],
    [
      'a default-deny site does not protect this device',
      web({ https: ['a.example.com'] }),
      'These files do not filter traffic from the clients to this device itself',
    ],
    [
      'answers point to addresses that no set contains',
      web({ https: ['a.example.com'] }),
      'HTTPS and SVCB answers may point clients to addresses that no set contains',
    ],
    [
      'the filter of HTTPS records is global and requires a newer dnsmasq',
      web({ https: ['a.example.com'] }, { targets: { iptables: { filterHttpsRecords: true } } }),
      'removes HTTPS and SVCB records from all its answers, not only for the listed names. It must be version 2.90 or later',
    ],
  ])('say that %s', (_name, words, want) => {
    expect(said(words)).toContain(want);
  });

  test("say that only listed networks and resolvers allow the site's inner networks", () => {
    const inner = said(
      web({ https: ['198.51.100.7'] }, { inner: ['203.0.113.0/24', '2001:db8::/32'] }),
    );
    expect(inner).toContain(
      "The site's inner networks are denied, including their NAT64 and 6to4 forms, except networks and resolvers that the spec lists: 203.0.113.0/24, 2001:db8::/32.",
    );
  });

  test('of a protected device list its interfaces', () => {
    const targets = { iptables: { protectSelf: { interfaces: ['eth1', 'br-lan'] } } };
    const closed = said(web({ https: ['a.example.com'] }, { targets }));
    expect(closed).not.toContain('These files do not filter');
    expect(closed).toContain(
      'This device denies its clients its own services, including ssh and ping',
    );
    expect(closed).toContain('and none on other interfaces: br-lan, eth1.');
  });

  test('of an allow-only site do not mention "protectSelf"', () => {
    const additive = said(web({ https: ['a.example.com'] }, { enforce: 'additive' }));
    expect(additive).not.toContain('protectSelf');
  });

  test('do not warn about HTTPS records if dnsmasq removes them', () => {
    const targets = { iptables: { filterHttpsRecords: true } };
    expect(said(web({ https: ['a.example.com'] }, { targets }))).not.toContain('may point clients');
  });

  test('of networks alone do not mention names', () => {
    expect(caveats(policyOf(web({ https: ['198.51.100.0/25'] })))).toEqual([
      'Packets of the clients that belong to no known connection (conntrack INVALID) are dropped.',
      'These files do not filter traffic from the clients to this device itself, such as to ssh or a proxy. Set "protectSelf" to filter it.',
    ]);
  });
});
