import { describe, expect, test } from '@jest/globals';
import { formatPortRange } from '../../../src/net/port.ts';
import { protocols } from '../../../src/net/transport.ts';
import type { TargetPolicy } from '../../../src/policy/types.ts';
import { caveats } from '../../../src/targets/pfsense/caveats.ts';
import { pfsense } from '../../../src/targets/pfsense/index.ts';
import { read } from '../../../src/targets/pfsense/read/index.ts';
import { coverageWords } from '../../support/coverage.ts';
import { verifyTarget } from '../../support/output.ts';
import type { SiteWords, SpecWords } from '../../support/policy.ts';
import {
  configFile,
  configOf,
  type PfsenseOptions,
  policyOf,
  reading,
  render,
  site,
} from './support.ts';

const services: SpecWords['services'] = {
  ping: { ports: ['icmp-echo'], application: 'other' },
  esp: { ports: ['esp'], application: 'other' },
  ah: { ports: ['ah'], application: 'other' },
  gre: { ports: ['gre'], application: 'other' },
  signals: { ports: ['sctp/2905'], application: 'other' },
  mixed: { ports: ['udp/500', 'esp'], application: 'other' },
};

const both = ['vpn.example.com', '198.51.100.0/28', '2001:db8:7::/48'];

function policyWith(
  to: Record<string, readonly string[]>,
  words: SiteWords = {},
  options: Partial<PfsenseOptions> = {},
): TargetPolicy {
  return site(to, options, words, services);
}

/** The lines between the family and the source of each rule that passes traffic. */
function protocolsOf(policy: TargetPolicy): string[] {
  return [
    ...configOf(policy).matchAll(/<type>pass<[\s\S]*?<\/ipprotocol>\n([\s\S]*?)\t\t\t<source>/g),
  ].map(([, lines = '']) => lines.replaceAll(/\s/g, ''));
}

describe('a rule for a protocol without ports', () => {
  test.each([
    ['ping', '<protocol>icmp</protocol><icmptype>echoreq</icmptype>'],
    ['esp', '<protocol>esp</protocol>'],
    ['ah', '<protocol>ah</protocol>'],
    ['gre', '<protocol>gre</protocol>'],
  ])('has no port and only the type of an echo request: %s', (service, want) => {
    const policy = policyWith({ [service]: both });
    expect(protocolsOf(policy)).toEqual([want, want]);
    expect(configOf(policy)).not.toContain('<port>');
  });

  test('is a rule of its own beside the ports of its service', () => {
    expect(protocolsOf(policyWith({ mixed: ['vpn.example.com'] }))).toEqual([
      '<protocol>udp</protocol>',
      '<protocol>esp</protocol>',
    ]);
  });

  test('has a tracking ID of its own, by its protocol', () => {
    const names = Object.keys(
      pfsense.identifiers?.(policyWith({ mixed: ['vpn.example.com'] })) ?? {},
    );
    expect(names.filter((name) => name.startsWith('tracker'))).toEqual([
      'tracker of "spt: web/mixed, udp 500 to spt_web_mixed_h"',
      'tracker of "spt: web/mixed/esp, esp to spt_web_mixed_esp_h"',
      'tracker of "spt: everything else is denied"',
    ]);
  });

  test('stands above the inner networks for listed networks, and below them for names', () => {
    const policy = policyWith({ esp: both }, { inner: ['10.0.0.0/8'] });
    const order = [...configOf(policy).matchAll(/<(protocol|type)>(esp|reject)</g)];
    expect(order.map(([, , word]) => word)).toEqual(['esp', 'reject', 'esp', 'reject']);
  });

  test('is disabled with its tier', () => {
    const policy = policyWith({ ping: ['vpn.example.com'] }, {}, { disabledTiers: ['required'] });
    const all = reading(render(policy));
    expect(all.access).toEqual([]);
    expect(all.dormant?.map(({ ports }) => formatPortRange(ports))).toEqual(['icmp-echo']);
  });
});

describe('the coverage of a protocol', () => {
  const skipped =
    'in IPv6, pf compares the protocol behind an AH header, so a rule for AH matches only over IPv4';
  const unmatched =
    'unsupported: in IPv6, pf compares the protocol behind an AH header, so no rule for AH matches';
  const only6: SiteWords = { clients: ['2001:db8:c1::/64'] };
  const only4: SiteWords = { clients: ['192.0.2.0/24'] };
  const resolvers: SiteWords = { resolvers: ['self', '192.0.2.53', '2001:db8:53::1'] };

  test.each<[string, string, string, SiteWords, string]>([
    ['ping', 'ping', 'vpn.example.com', {}, 'exact: '],
    ['ping over IPv6', 'ping', '2001:db8:7::/48', {}, 'exact: '],
    ['ping to any destination', 'ping', 'any', {}, 'exact: '],
    ['ESP', 'esp', '2001:db8:7::/48', {}, 'exact: '],
    ['GRE', 'gre', '198.51.100.0/28', {}, 'exact: '],
    ['AH to a host', 'ah', 'vpn.example.com', {}, `narrower: ${skipped}`],
    ['AH to a host, from IPv4 alone', 'ah', 'vpn.example.com', only4, 'exact: '],
    ['AH to a host, from IPv6 alone', 'ah', 'vpn.example.com', only6, unmatched],
    ['AH to an IPv4 network', 'ah', '198.51.100.0/28', {}, 'exact: '],
    ['AH to an IPv6 network', 'ah', '2001:db8:7::/48', {}, unmatched],
    ['AH to any destination', 'ah', 'any', {}, `narrower: ${skipped}`],
    ['AH to resolvers', 'ah', 'resolvers', resolvers, `narrower: ${skipped}`],
    [
      'SCTP',
      'signals',
      '198.51.100.0/28',
      {},
      'unsupported: pfSense before 2.7.1 drops the port of a rule for sctp, so it is left out',
    ],
    [
      'a wildcard',
      'ping',
      '*.example.com',
      {},
      'unsupported: an alias cannot contain a wildcard, so it is left out',
    ],
  ])('%s', (_what, service, place, words, want) => {
    expect(coverageWords(pfsense, policyWith({ [service]: [place] }, words))).toEqual([want]);
  });

  test('of ping to a URL with a path is exact, since ping has no path', () => {
    const policy = policyOf({
      services: { portal: { ports: ['tcp/80', 'icmp-echo'], application: 'http' } },
      groups: [{ id: 'g', to: { portal: ['http://www.example.com/help'] } }],
      site: { targets: { pfsense: { interface: 'lan' } } },
    });
    expect(coverageWords(pfsense, policy)).toEqual([
      'wider: a packet filter cannot see the path',
      'exact: ',
    ]);
  });

  test.each(protocols)('of %s is what the files allow', (protocol) => {
    const words = { ...resolvers, inner: ['10.0.0.0/8'] };
    const policy = policyOf({
      services: { it: { ports: [protocol], application: 'other' } },
      groups: [{ id: 'g', to: { it: [...both, 'any', 'resolvers', 'self'] } }],
      site: { ...words, targets: { pfsense: { interface: 'lan' } } },
    });
    expect(verifyTarget(pfsense, policy, [], render(policy)).failed).toEqual([]);
  });
});

describe('the reader', () => {
  const files = render(policyWith({ ping: ['vpn.example.com'], esp: ['vpn.example.com'] }));
  const config = files.get(configFile) ?? '';

  test.each([
    ['a rule for ping without its type', '\t\t\t<icmptype>echoreq</icmptype>\n', ''],
    ['more types', '>echoreq<', '>echoreq,redir<'],
    ['any type', '>echoreq<', '>any<'],
    ['an empty type', '>echoreq<', '><'],
    ['the name of ICMPv6', '<protocol>icmp<', '<protocol>ipv6-icmp<'],
    ['any protocol', '<protocol>esp<', '<protocol>any<'],
    ['SCTP', '<protocol>esp<', '<protocol>sctp<'],
    [
      'a type of ESP',
      '<protocol>esp</protocol>',
      '<protocol>esp</protocol>\n\t\t\t<icmptype>echoreq</icmptype>',
    ],
    ['a type without icmp', '<protocol>icmp<', '<protocol>esp<'],
    [
      'a port of ESP',
      '</address>\n\t\t\t</destination>',
      '</address>\n\t\t\t\t<port>4500</port>\n\t\t\t</destination>',
    ],
  ])('rejects %s', (_what, from, to) => {
    expect(config).toContain(from);
    expect(read(new Map([...files, [configFile, config.replace(from, to)]])).ok).toBe(false);
  });

  test('sees another protocol, which verify reports', () => {
    const policy = policyWith({ esp: ['vpn.example.com'] });
    const changed = new Map(
      [...render(policy)].map(([file, text]) => [file, text.replace('>esp<', '>gre<')]),
    );
    const { failed } = verifyTarget(pfsense, policy, [], changed);
    expect(failed.map(({ flow, check }) => `${flow} (${check})`)).toEqual(
      expect.arrayContaining([
        'gre://vpn.example.com (extra access)',
        'esp://vpn.example.com (missing access)',
      ]),
    );
  });
});

describe('the caveats', () => {
  const of = (to: Record<string, readonly string[]>, words: SiteWords = {}) =>
    caveats(policyWith(to, words));
  const peer =
    'While pf keeps a state of ESP, AH or GRE, the peer can also send such packets to the client: these protocols have no ports.';
  const behind =
    'pf ignores AH headers of IPv6: AH around an allowed port passes, without a rule for AH.';

  test('say that the peer of a tunnel can send packets', () => {
    expect(of({ gre: both, ah: both })).toContain(peer);
    expect(of({ gre: both, ah: both })).toContain(behind);
  });

  test('say nothing about AH where IPv6 is not filtered', () => {
    expect(of({ ah: both }, { clients: ['192.0.2.0/24'] })).not.toContain(behind);
  });

  test('say nothing about tunnels for ping and ports', () => {
    const plain = of({ https: ['vpn.example.com'] });
    expect(of({ ping: ['vpn.example.com'] })).toEqual(plain);
    expect(of({ https: ['vpn.example.com'], signals: both })).toEqual(plain);
  });
});
