import { describe, expect, test } from '@jest/globals';
import { protocols } from '../../../src/net/transport.ts';
import type { TargetPolicy } from '../../../src/policy/types.ts';
import { caveats } from '../../../src/targets/paloalto/caveats.ts';
import { paloalto } from '../../../src/targets/paloalto/index.ts';
import { read } from '../../../src/targets/paloalto/read/index.ts';
import { coverageWords } from '../../support/coverage.ts';
import { verifyTarget } from '../../support/output.ts';
import { must, type SiteWords, type SpecWords } from '../../support/policy.ts';
import { linesOf, type Options, policyFor, render, setOf, xmlOf } from './support.ts';

const services: NonNullable<SpecWords['services']> = {
  ping: { ports: ['icmp-echo'], application: 'other' },
  esp: { ports: ['esp'], application: 'other' },
  ah: { ports: ['ah'], application: 'other' },
  gre: { ports: ['gre'], application: 'other' },
  signals: { ports: ['sctp/2905'], application: 'other' },
  mixed: { ports: ['udp/500', 'esp'], application: 'other' },
  portal: { ports: ['tcp/80', 'icmp-echo'], application: 'http' },
};

const places = ['vpn.example.com', '198.51.100.0/28', '2001:db8:7::/48'];

type To = Record<string, readonly string[]>;

function policyWith(
  to: To,
  site: SiteWords = {},
  options: Partial<Options> = {},
  applications: Record<string, string[]> = {},
): TargetPolicy {
  return policyFor({ services, groups: [{ id: 'g', to, applications }], site }, options);
}

/** The lines of rules.set about the rule of a group and service, without its start. */
function ruleOf(policy: TargetPolicy, name: string): string[] {
  const start = `set rulebase security rules ${name} `;
  return linesOf(setOf(policy))
    .filter((line) => line.startsWith(start))
    .map((line) => line.slice(start.length));
}

describe('a rule for a protocol without ports', () => {
  test.each([
    ['ping', 'icmp-echo', 'ping'],
    ['esp', 'esp', 'ipsec-esp'],
    ['ah', 'ah', 'ipsec-ah'],
    ['gre', 'gre', 'gre'],
  ])('has the one App-ID of its protocol, never with the service any: %s', (service, id, appId) => {
    const policy = policyWith({ [service]: ['vpn.example.com'] });
    const name = `spt-g-${service}-${id}`;
    expect(ruleOf(policy, name)).toEqual(
      expect.arrayContaining([
        `application ${name}`,
        'service application-default',
        'action allow',
      ]),
    );
    const members = linesOf(setOf(policy)).filter((line) => line.includes(' members '));
    expect(members).toEqual([`set application-group ${name} members ${appId}`]);
  });

  test('matches a host by an FQDN object, and has neither a category nor a decryption rule', () => {
    const text = setOf(policyWith({ portal: ['www.example.com'] }));
    const name = 'spt-g-portal-icmp-echo';
    expect(text).toContain(`set address-group ${name} static spt-www.example.com`);
    expect(text).not.toContain(`custom-url-category ${name}`);
    expect(text).not.toContain('decryption');
  });

  test('is a rule of its own beside the ports of its service', () => {
    const policy = policyWith({ mixed: ['vpn.example.com'] });
    expect(ruleOf(policy, 'spt-g-mixed')).toContain('service spt-g-mixed');
    expect(ruleOf(policy, 'spt-g-mixed-esp')).toContain('service application-default');
  });

  test('takes no App-ID of its group, whose default ports it would open', () => {
    const policy = policyWith({ mixed: ['vpn.example.com'] }, {}, {}, { paloalto: ['zoom'] });
    const members = linesOf(setOf(policy)).filter((line) =>
      /application-group \S+ members/.test(line),
    );
    expect(members).toEqual([
      'delete application-group spt-g-mixed-esp members',
      'set application-group spt-g-mixed-esp members ipsec-esp',
    ]);
    expect(coverageWords(paloalto, policy)[1]).toBe('exact: ');
  });

  test('has its App-ID with the option "applications: any" too', () => {
    const policy = policyWith({ ping: ['198.51.100.0/28'] }, {}, { applications: 'any' });
    expect(ruleOf(policy, 'spt-g-ping-icmp-echo')).toContain('application spt-g-ping-icmp-echo');
    expect(coverageWords(paloalto, policy)).toEqual(['exact: ']);
  });

  test('needs no service object: without ports, rules.xml has no such container', () => {
    const xml = xmlOf(policyWith({ esp: ['vpn.example.com'] }));
    expect(xml).not.toMatch(/<service>\n {12}<entry|<service-group>/);
    expect(must(read(render(policyWith({ esp: ['vpn.example.com'] })))).access).toHaveLength(1);
  });

  test('stands above the inner networks for listed networks, and below them for names', () => {
    const policy = policyWith(
      { esp: ['vpn.example.com', '198.51.100.0/28'] },
      { inner: ['10.0.0.0/8'] },
    );
    const names = [...setOf(policy).matchAll(/^set rulebase security rules (\S+) action/gm)];
    expect(names.map(([, name]) => name)).toEqual([
      'spt-g-esp-esp-ip',
      'spt-inner',
      'spt-g-esp-esp',
      'spt-deny',
    ]);
  });
});

describe('the coverage of a protocol', () => {
  const ping =
    'over IPv6, icmp-echo is left out: the App-ID ping is for IPv4, and ipv6-icmp would allow all ICMPv6';
  const ah =
    'over IPv6, ah is left out: AH is an extension header there, and no App-ID is known to match it';
  const only4: SiteWords = { clients: ['192.0.2.0/24'] };
  const only6: SiteWords = { clients: ['2001:db8:c1::/64'] };

  test.each<[string, string, string, SiteWords, string]>([
    ['ping to a host', 'ping', 'vpn.example.com', {}, `narrower: ${ping}`],
    ['ping to a host, from IPv4 alone', 'ping', 'vpn.example.com', only4, 'exact: '],
    ['ping to a host, from IPv6 alone', 'ping', 'vpn.example.com', only6, `unsupported: ${ping}`],
    ['ping to an IPv4 network', 'ping', '198.51.100.0/28', {}, 'exact: '],
    ['ping to an IPv6 network', 'ping', '2001:db8:7::/48', {}, `unsupported: ${ping}`],
    ['ping to any destination', 'ping', 'any', {}, `narrower: ${ping}`],
    ['AH to a host', 'ah', 'vpn.example.com', {}, `narrower: ${ah}`],
    ['AH to an IPv6 network', 'ah', '2001:db8:7::/48', {}, `unsupported: ${ah}`],
    ['ESP to an IPv6 network', 'esp', '2001:db8:7::/48', {}, 'exact: '],
    ['GRE to a host', 'gre', 'vpn.example.com', {}, 'exact: '],
    ['ping to IPv4 resolvers', 'ping', 'resolvers', { resolvers: ['192.0.2.53'] }, 'exact: '],
    [
      'ping to resolvers of both families',
      'ping',
      'resolvers',
      { resolvers: ['192.0.2.53', '2001:db8:53::1'] },
      `narrower: ${ping}`,
    ],
    [
      'a network of a family without clients',
      'ping',
      '2001:db8:7::/48',
      only4,
      'unsupported: no client has an address in this family',
    ],
    [
      'a wildcard',
      'esp',
      '*.example.com',
      {},
      'unsupported: a protocol without ports shows no URL, and an FQDN object cannot contain a wildcard',
    ],
    [
      'SCTP',
      'signals',
      '198.51.100.0/28',
      {},
      'unsupported: only some models compare the ports of sctp, with SCTP security enabled, so it is left out',
    ],
  ])('%s', (_what, service, place, site, want) => {
    expect(coverageWords(paloalto, policyWith({ [service]: [place] }, site))).toEqual([want]);
  });

  test('of ping to a URL says nothing about its path', () => {
    const policy = policyWith({ portal: ['http://www.example.com/help'] }, only4);
    expect(coverageWords(paloalto, policy)[1]).toBe('exact: ');
  });

  test.each(protocols)('of %s is what the files allow', (protocol) => {
    const words: SpecWords = {
      services: { it: { ports: [protocol], application: 'other' } },
      groups: [{ id: 'g', to: { it: [...places, 'any', 'resolvers', 'self'] } }],
      site: { resolvers: ['self', '192.0.2.53', '2001:db8:53::1'], inner: ['10.0.0.0/8'] },
    };
    const policy = policyFor(words, { resolvers: ['192.0.2.1', '2001:db8:53::2'] });
    expect(verifyTarget(paloalto, policy, [], render(policy)).failed).toEqual([]);
  });
});

describe('the reader', () => {
  const policy = policyWith({ ping: ['198.51.100.0/28'], mixed: ['vpn.example.com'] });
  const files = render(policy);
  const name = 'spt-g-ping-icmp-echo';

  /** All files, with both lists of rules after the same change in the words of each. */
  const changed = (set: readonly [string, string], xml: readonly [string, string]) =>
    new Map(
      [...files].map(([file, text]) => {
        if (file.endsWith('.sh')) return [file, text];
        const [from, to] = file.endsWith('.set') ? set : xml;
        expect(text).toContain(from);
        return [file, text.replace(from, to)];
      }),
    );
  const member = (appId: string) => `                <member>${appId}</member>\n`;
  const service = `rules ${name} service application-default`;
  const inXml = `<service>\n                    <member>application-default</member>`;
  const application = `rules ${name} application ${name}`;
  const appInXml = `<application>\n                    <member>${name}</member>`;

  test.each<[string, readonly [string, string], readonly [string, string]]>([
    [
      'one more App-ID',
      [`members ping\n`, `members ping\nset application-group ${name} members ssl\n`],
      [member('ping'), member('ping') + member('ssl')],
    ],
    ['an App-ID with ports', ['members ping', 'members ssl'], [member('ping'), member('ssl')]],
    ['all ICMP', ['members ping', 'members icmp'], [member('ping'), member('icmp')]],
    [
      'the service any',
      [service, `rules ${name} service any`],
      [inXml, inXml.replace('application-default', 'any')],
    ],
    [
      'every application',
      [application, `rules ${name} application any`],
      [appInXml, appInXml.replace(name, 'any')],
    ],
  ])('rejects %s in both files', (_what, set, xml) => {
    expect(read(changed(set, xml)).ok).toBe(false);
  });

  test('rejects application-default in a rule with ports', () => {
    const [own, ports] = ['rules spt-g-mixed service spt-g-mixed\n', 'application-default'];
    const text = (files.get('paloalto/rules.set') ?? '').replace(
      own,
      `rules spt-g-mixed service ${ports}\n`,
    );
    expect(read(new Map([...files, ['paloalto/rules.set', text]])).ok).toBe(false);
  });

  test('sees another protocol in both files, which verify reports', () => {
    const other = changed(['members ping', 'members gre'], [member('ping'), member('gre')]);
    const { failed } = verifyTarget(paloalto, policy, [], other);
    expect(failed.map(({ flow, check }) => `${flow} (${check})`)).toEqual(
      expect.arrayContaining([
        'gre://198.51.100.0 (extra access)',
        'icmp-echo://198.51.100.0 (missing access)',
      ]),
    );
  });
});

describe('the caveats', () => {
  const of = (to: To) => caveats(policyWith(to));
  const named =
    'A rule for a protocol without ports names its App-ID, always with the service application-default. Updates of the App-IDs decide which packets it includes.';
  const peer =
    'While a session of ESP, AH or GRE lasts, the peer can also send such packets to the client: these protocols have no ports.';

  test('say what decides, and what the peer can send', () => {
    expect(of({ gre: places, esp: places })).toEqual(expect.arrayContaining([named, peer]));
  });

  test('say nothing about the peer of a ping', () => {
    const all = of({ ping: ['198.51.100.0/28'] });
    expect(all).toContain(named);
    expect(all.filter((text) => text.includes('the peer can also send'))).toEqual([]);
  });

  test('are the usual ones without a protocol', () => {
    expect(of({ https: ['www.example.com'] })).not.toContain(named);
  });
});
