import { describe, expect, test } from '@jest/globals';
import { caveats } from '../../../src/targets/pfsense/caveats.ts';
import { pfsense } from '../../../src/targets/pfsense/index.ts';
import { coverageWords } from '../../support/coverage.ts';
import type { SiteWords } from '../../support/policy.ts';
import { type PfsenseOptions, site } from './support.ts';

const path = 'wider: a packet filter cannot see the path';
const wildcard = 'unsupported: an alias cannot contain a wildcard, so it is left out';
const off = 'narrower: its rule is disabled, because "disabledTiers" contains required';

describe('the coverage of an endpoint', () => {
  test.each([
    ['a host', 'https', 'a.example.com', 'exact: '],
    ['an address', 'https', '203.0.113.7', 'exact: '],
    ['a block', 'https', '2001:db8:5::/48', 'exact: '],
    ['a range', 'https', '203.0.113.1-203.0.113.9', 'exact: '],
    ['every place', 'https', 'any', 'exact: '],
    ['the resolvers', 'dns', 'resolvers', 'exact: '],
    ['a path on TLS', 'https', 'https://a.example.com/path', path],
    ['a path in cleartext', 'http', 'http://a.example.com/path', path],
    ['everything below a name', 'https', '*.example.com', wildcard],
    ['a pattern', 'https', 'cdn*.example.com', wildcard],
  ])('%s', (_what, service, place, want) => {
    expect(coverageWords(pfsense, site({ [service]: [place] }))).toEqual([want]);
  });

  const only4: SiteWords = { clients: ['192.0.2.0/24'] };

  test.each<[string, string, string, Partial<PfsenseOptions>, SiteWords, string]>([
    [
      'a block of a family without clients',
      'https',
      '2001:db8:5::/48',
      {},
      only4,
      'unsupported: the rules do not apply to this address family, so it is left out',
    ],
    [
      'a block of a family that ipprotocol leaves out',
      'https',
      '2001:db8:5::/48',
      { ipprotocol: 'inet' },
      {},
      'unsupported: the rules do not apply to this address family, so it is left out',
    ],
    [
      'a host, without the clients of a family',
      'https',
      'a.example.com',
      { ipprotocol: 'inet' },
      {},
      'narrower: its rule does not apply to IPv6 clients, because "ipprotocol" excludes them',
    ],
    [
      'a path, without the clients of a family',
      'http',
      'http://a.example.com/path',
      { ipprotocol: 'inet6' },
      {},
      `${path}; its rule does not apply to IPv4 clients, because "ipprotocol" excludes them`,
    ],
    [
      'every place, without the clients of a family',
      'https',
      'any',
      { ipprotocol: 'inet6' },
      {},
      'narrower: its rule does not apply to IPv4 clients, because "ipprotocol" excludes them',
    ],
    [
      'a block, which the clients that are left out never reach',
      'https',
      '203.0.113.0/24',
      { ipprotocol: 'inet' },
      {},
      'exact: ',
    ],
    [
      'the firewall as the resolver, without the clients of a family',
      'dns',
      'resolvers',
      { ipprotocol: 'inet' },
      {},
      'narrower: its rule does not apply to IPv6 clients, because "ipprotocol" excludes them',
    ],
    [
      'any resolver, without the clients of a family',
      'dns',
      'resolvers',
      { ipprotocol: 'inet' },
      { resolvers: 'any' },
      'narrower: its rule does not apply to IPv6 clients, because "ipprotocol" excludes them',
    ],
    [
      'a resolver that the clients that are left out never reach',
      'dns',
      'resolvers',
      { ipprotocol: 'inet' },
      { resolvers: ['192.0.2.53'] },
      'exact: ',
    ],
    [
      'an option that names a family without clients',
      'https',
      'a.example.com',
      { ipprotocol: 'inet46' },
      only4,
      'exact: ',
    ],
    [
      'resolvers of a family without clients',
      'dns',
      'resolvers',
      {},
      { ...only4, resolvers: ['2001:db8::53'] },
      "unsupported: the rules do not apply to a resolver's address family",
    ],
    [
      'some resolvers of such a family',
      'dns',
      'resolvers',
      {},
      { ...only4, resolvers: ['192.0.2.53', '2001:db8::53'] },
      'narrower: the rules do not apply to the address family of some resolvers',
    ],
    [
      'such a resolver beside the firewall',
      'dns',
      'resolvers',
      {},
      { ...only4, resolvers: ['self', '2001:db8::53'] },
      'narrower: the rules do not apply to the address family of some resolvers',
    ],
    ['any resolver', 'dns', 'resolvers', {}, { resolvers: 'any' }, 'exact: '],
    [
      'a rule that is switched off',
      'https',
      'a.example.com',
      { disabledTiers: ['required'] },
      {},
      off,
    ],
    [
      'a path of one',
      'https',
      'https://a.example.com/x',
      { disabledTiers: ['required'] },
      {},
      `${off}; once it is enabled, a packet filter cannot see the path`,
    ],
    ['a wildcard of one', 'https', '*.example.com', { disabledTiers: ['required'] }, {}, wildcard],
  ])('%s', (_what, service, place, options, words, want) => {
    expect(coverageWords(pfsense, site({ [service]: [place] }, options, words))).toEqual([want]);
  });
});

describe('caveats of pfSense', () => {
  const said = (
    options: Partial<PfsenseOptions> = {},
    words: SiteWords = {},
    place = 'a.example.com',
  ) => caveats(site({ https: [place] }, options, words)).join('\n');

  test.each([
    ['a restore replaces', 'apply.php merges it instead'],
    [
      'what a merge replaces',
      'whose name begins with "spt_", and rules with both the source spt_clients and a description that begins with "spt: "',
    ],
    ['a tracking ID claims nothing', 'A tracking ID does not prove the owner of a rule'],
    ['the first match wins', 'The first rule that matches wins'],
    ['the importer takes one alias at a time', 'one new alias at a time'],
    ['addresses are enforced', 'Addresses are enforced, not names'],
    ['names are looked up each 300 seconds', 'every 300 seconds'],
    ['a name decides its addresses', 'even private and reserved ones'],
    ['one resolver for clients and firewall', 'must use the same resolver'],
    ['which interface', 'traffic that enters on the interface "lan"'],
    ['a default-deny site denies the firewall too', 'including traffic to this firewall'],
  ])('always say: %s', (_what, words) => {
    expect(said()).toContain(words);
  });

  test('mention names only if there are names', () => {
    expect(said({}, {}, '203.0.113.7')).not.toContain('Addresses are enforced');
  });

  test.each<[string, string, string, SiteWords]>([
    ['any', 'https', 'any', {}],
    ['any resolver', 'dns', 'resolvers', { resolvers: 'any' }],
  ])('say that a rule for %s allows the firewall itself', (_what, service, place, words) => {
    const given = caveats(site({ [service]: [place] }, {}, words)).join('\n');
    expect(given).toContain('also allows the addresses of this firewall');
    expect(said()).not.toContain('also allows the addresses of this firewall');
  });

  test.each<[string, Partial<PfsenseOptions>, string, string]>([
    ['rejects', {}, 'The last rule rejects all other traffic', 'blocked'],
    ['blocks', { closing: 'block' }, 'whose packet is blocked waits', 'The last rule rejects'],
    ['logs', {}, 'logs each packet', 'not logged'],
    ['does not log', { log: false }, 'Denied packets are not logged', 'logs each packet'],
  ])('say that a default-deny site %s', (_what, options, want, other) => {
    expect(said(options)).toContain(want);
    expect(said(options)).not.toContain(other);
  });

  test('of an allow-only site do not mention a last rule', () => {
    expect(said({}, { enforce: 'additive' })).not.toContain('The last rule');
  });

  test.each<[string, Partial<PfsenseOptions>, SiteWords, string]>([
    ['no client has IPv6', {}, { clients: ['192.0.2.0/24'] }, 'they do not filter IPv6 at all'],
    ['the rules are for IPv6 alone', { ipprotocol: 'inet6' }, {}, 'they do not filter IPv4 at all'],
    [
      'a tier is disabled',
      { disabledTiers: ['required'] },
      {},
      'The rules of tier required are disabled',
    ],
  ])('say if %s', (_what, options, words, want) => {
    expect(said(options, words)).toContain(want);
    expect(said()).not.toContain(want);
  });
});
