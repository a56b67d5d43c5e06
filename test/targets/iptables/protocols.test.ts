import { describe, expect, test } from '@jest/globals';
import { parseAddress } from '../../../src/net/address.ts';
import { formatDestination } from '../../../src/net/destination.ts';
import { parseFlow } from '../../../src/net/flow.ts';
import { caveats } from '../../../src/targets/iptables/caveats.ts';
import { iptables } from '../../../src/targets/iptables/index.ts';
import { read } from '../../../src/targets/iptables/read/index.ts';
import type { TargetFiles } from '../../../src/targets/reading.ts';
import { coverageOf } from '../../support/coverage.ts';
import { mutantsOf } from '../../support/mutants.ts';
import { verifyTarget } from '../../support/output.ts';
import { must, type SiteWords, type SpecWords } from '../../support/policy.ts';
import { runs, someOf } from '../../support/runs.ts';
import { fileOf, policyOf, renderWords } from './render.ts';
import { widened } from './widened.ts';

const services: NonNullable<SpecWords['services']> = {
  ping: { ports: ['icmp-echo'], application: 'other' },
  vpn: { ports: ['udp/500', 'udp/4500', 'esp', 'ah'], application: 'other' },
  tunnel: { ports: ['gre'], application: 'other' },
  signals: { ports: ['sctp/2905', 'sctp/3868-3870'], application: 'other' },
};

const words: SpecWords = {
  services,
  groups: [
    { id: 'dns', to: { dns: ['resolvers'] } },
    {
      id: 'vpn',
      to: {
        vpn: ['vpn.example.com', '198.51.100.0/28', '2001:db8:7::/48'],
        ping: ['vpn.example.com', '10.1.0.0/16', 'fd00:5::5'],
        signals: ['203.0.113.9', '2001:db8:9::9'],
      },
    },
    { id: 'far', tier: 'optional', to: { tunnel: ['*.example.net', 'any'] } },
  ],
  site: { inner: ['203.0.113.128/25'] },
};

/** The lines of a file that accept the other transports and protocols, without their comments and targets. */
function lines(given: SpecWords, file: string): string[] {
  const accepts = /^-A SPT-(.*) -m comment --comment "\S+" -j ACCEPT$/;
  return fileOf(renderWords(given), file)
    .split('\n')
    .flatMap((line) => accepts.exec(line)?.[1] ?? [])
    .filter((line) => !/-p (tcp|udp) /.test(line));
}

describe('the rules of protocols and SCTP', () => {
  test('are in rules.v4 as iptables-save prints them', () => {
    expect(lines(words, 'rules.v4')).toEqual([
      'OPTIONAL -p gre -m set --match-set spt_far_tunnel_gre_v4 dst',
      'OUT -d 10.1.0.0/16 -p icmp -m icmp --icmp-type 8',
      'OUT -p gre',
      'REQUIRED -p icmp -m icmp --icmp-type 8 -m set --match-set spt_vpn_ping_icmp-echo_v4 dst',
      'REQUIRED -d 203.0.113.9/32 -p sctp -m sctp --dport 2905',
      'REQUIRED -d 203.0.113.9/32 -p sctp -m sctp --dport 3868:3870',
      'REQUIRED -d 198.51.100.0/28 -p ah',
      'REQUIRED -p ah -m set --match-set spt_vpn_vpn_ah_v4 dst',
      'REQUIRED -d 198.51.100.0/28 -p esp',
      'REQUIRED -p esp -m set --match-set spt_vpn_vpn_esp_v4 dst',
    ]);
  });

  test('are in rules.v6 as ip6tables-save prints them, AH as a header', () => {
    expect(lines(words, 'rules.v6')).toEqual([
      'OPTIONAL -p gre -m set --match-set spt_far_tunnel_gre_v6 dst',
      'OUT -d fd00:5::5/128 -p ipv6-icmp -m icmp6 --icmpv6-type 128',
      'OUT -p gre',
      'REQUIRED -p ipv6-icmp -m icmp6 --icmpv6-type 128 -m set --match-set spt_vpn_ping_icmp-echo_v6 dst',
      'REQUIRED -d 2001:db8:9::9/128 -p sctp -m sctp --dport 2905',
      'REQUIRED -d 2001:db8:9::9/128 -p sctp -m sctp --dport 3868:3870',
      'REQUIRED -d 2001:db8:7::/48 -m ah',
      'REQUIRED -m ah -m set --match-set spt_vpn_vpn_ah_v6 dst',
      'REQUIRED -d 2001:db8:7::/48 -p esp',
      'REQUIRED -p esp -m set --match-set spt_vpn_vpn_esp_v6 dst',
    ]);
  });

  test('match a set of networks like other rules', () => {
    const many = Array.from({ length: 32 }, (_, index) => `198.51.100.${2 * index + 1}`);
    expect(lines({ services, groups: [{ id: 'g', to: { ping: many } }] }, 'rules.v4')).toEqual([
      'REQUIRED -p icmp -m icmp --icmp-type 8 -m set --match-set spt_g_ping_icmp-echo_net_v4 dst',
    ]);
  });

  test('allow no ping to this device, unless the spec allows it to the resolvers', () => {
    const self = (to: Record<string, readonly string[]>) =>
      lines({ services, groups: [{ id: 'g', to }] }, 'rules.v4').filter((line) =>
        line.startsWith('SELF'),
      );
    expect(self({ ping: ['any', '192.0.2.0/24'], dns: ['resolvers'] })).toEqual([]);
    expect(self({ ping: ['resolvers'] })).toEqual(['SELF -p icmp -m icmp --icmp-type 8']);
  });
});

const below = 'wider: dnsmasq also allows the subdomains of this host';
const inside =
  'in IPv6, AH is allowed only for connections inside it that a client opens, since the kernel tracks these';

describe('the coverage of protocols', () => {
  const covered = (to: Record<string, readonly string[]>, site: SiteWords = {}) =>
    Object.fromEntries(
      coverageOf(iptables, policyOf({ services, groups: [{ id: 'g', to }], site })).map(
        ({ rule, to: { destination }, coverage: { kind, reason } }) => [
          `${formatDestination(destination)} ${rule.id}`,
          reason === '' ? kind : `${kind}: ${reason}`,
        ],
      ),
    );

  test('is that of any transport, and narrower for AH in IPv6', () => {
    const places = ['vpn.example.com', '198.51.100.1', '2001:db8::1', 'any'];
    expect(covered({ vpn: places })).toEqual({
      'vpn.example.com g/vpn': below,
      '198.51.100.1 g/vpn': 'exact',
      '2001:db8::1 g/vpn': 'exact',
      'any g/vpn': 'exact',
      'vpn.example.com g/vpn/esp': below,
      '198.51.100.1 g/vpn/esp': 'exact',
      '2001:db8::1 g/vpn/esp': 'exact',
      'any g/vpn/esp': 'exact',
      'vpn.example.com g/vpn/ah': `${below}, and ${inside}`,
      '198.51.100.1 g/vpn/ah': 'exact',
      '2001:db8::1 g/vpn/ah': `narrower: ${inside}`,
      'any g/vpn/ah': `narrower: ${inside}`,
    });
  });

  test('knows no AH in IPv6 without clients there', () => {
    const site = { clients: ['192.0.2.0/24'] };
    expect(covered({ vpn: ['any', '2001:db8::1'] }, site)).toMatchObject({
      'any g/vpn/ah': 'exact',
      '2001:db8::1 g/vpn/ah': 'unsupported: no client has an address in this family',
    });
  });

  test('leaves a pattern out, as for ports', () => {
    expect(covered({ ping: ['cdn*.example.com'], https: ['a.example.com'] })).toMatchObject({
      'cdn*.example.com g/ping/icmp-echo': expect.stringMatching(/^unsupported: dnsmasq/),
    });
  });
});

describe('the caveats of protocols', () => {
  const said = (service: string, site: SiteWords = {}) => {
    const base = new Set(
      caveats(policyOf({ services, groups: [{ id: 'g', to: { https: ['198.51.100.1'] } }], site })),
    );
    const policy = policyOf({
      services,
      groups: [{ id: 'g', to: { [service]: ['198.51.100.1'] } }],
      site,
    });
    return caveats(policy).filter((caveat) => !base.has(caveat));
  };
  const withinAh = [
    'In IPv6, once the other side answered, the packets of an allowed connection pass both inside AH and without it.',
    'ip6tables-legacy also allows AH around the first packet of a connection that another rule allows.',
  ];
  const lives = (protocol: string, seconds: number) =>
    `Once a client has sent a packet of ${protocol}, the other side may send packets of ${protocol} to it, until none passes for ${seconds} seconds.`;

  test.each<[string, string[]]>([
    ['ping', withinAh],
    ['vpn', [lives('esp', 600), lives('ah', 600), ...withinAh]],
    [
      'tunnel',
      [
        lives('gre', 180),
        'The device needs the protocol gre in /etc/protocols. Without it, apply.sh rejects these files.',
        ...withinAh,
      ],
    ],
    [
      'signals',
      [
        'An SCTP association can use one address of each side. Its packets between other addresses may be denied.',
        ...withinAh,
      ],
    ],
  ])('%s', (service, want) => {
    expect(said(service)).toEqual(want);
  });

  test('do not mention AH in IPv6 if no client has an IPv6 address', () => {
    expect(said('ping', { clients: ['192.0.2.0/24'] })).toEqual([]);
  });
});

const files = renderWords(words);

describe('the reader of iptables', () => {
  test.each([
    ['esp://vpn.example.com', 'allow'],
    ['ah://vpn.example.com', 'allow'],
    ['icmp-echo://vpn.example.com', 'allow'],
    ['gre://vpn.example.com', 'allow'],
    ['sctp://vpn.example.com:2905', 'deny'],
    ['gre://a.example.net', 'allow'],
    ['esp://a.example.net', 'deny'],
    ['esp://198.51.100.15', 'allow'],
    ['esp://198.51.100.16', 'deny'],
    ['sctp://203.0.113.9:3869', 'allow'],
    ['sctp://203.0.113.9:3871', 'deny'],
    ['tcp://203.0.113.9:2905', 'deny'],
    ['icmp-echo://8.8.8.8', 'deny'],
    ['gre://8.8.8.8', 'allow'],
    ['icmp-echo://10.1.255.255', 'allow'],
    ['gre://203.0.113.129', 'deny'],
  ])('decides %s: %s', (flow, verdict) => {
    const client = must(parseAddress('192.0.2.7'));
    expect(must(read(files)).decide(must(parseFlow(flow)), client).verdict).toBe(verdict);
  });

  test.each([
    ['ah://[2001:db8:7::1]', 'allow'],
    ['ah://[2001:db8:8::1]', 'deny'],
    ['gre://[2001:db8:8::1]', 'allow'],
    ['icmp-echo://[fd00:5::5]', 'allow'],
    ['icmp-echo://[fd00:5::6]', 'deny'],
  ])('decides %s for an IPv6 client: %s', (flow, verdict) => {
    const client = must(parseAddress('2001:db8:c1::7'));
    expect(must(read(files)).decide(must(parseFlow(flow)), client).verdict).toBe(verdict);
  });

  /** The refusal after a change of every match in one file with rules, or in both. */
  const refusal = (named: string, from: string, to: string): string => {
    const changed = [...files].map(([file, text]): [string, string] => [
      file,
      file.includes(named) ? text.replaceAll(from, to) : text,
    ]);
    const result = read(new Map(changed));
    return result.ok ? 'read' : result.error.message;
  };

  test.each<[string, string, string, string, string]>([
    [
      'an ICMP type that went',
      'rules.v4',
      '-m icmp --icmp-type 8 -m set',
      '-m set',
      'found "-A SPT-REQUIRED -p icmp -m set --match-set spt_vpn_ping_icmp-echo_v4',
    ],
    [
      'another ICMP type',
      'rules.v4',
      '-d 10.1.0.0/16 -p icmp -m icmp --icmp-type 8',
      '-d 10.1.0.0/16 -p icmp -m icmp --icmp-type 13',
      'found "-A SPT-OUT -d 10.1.0.0/16 -p icmp -m icmp --icmp-type 13',
    ],
    [
      'AH as a protocol in IPv6, which ip6tables-legacy never matches',
      'rules.v6',
      '2001:db8:7::/48 -m ah',
      '2001:db8:7::/48 -p ah',
      'found "-A SPT-REQUIRED -d 2001:db8:7::/48 -p ah',
    ],
    ['AH as a header in IPv4', 'rules.v4', '-p ah -m', '-m ah -m', 'found "-A SPT-REQUIRED'],
    [
      'the ping of the other family',
      'rules.v6',
      '-p ipv6-icmp -m icmp6 --icmpv6-type 128 -m set',
      '-p icmp -m icmp --icmp-type 8 -m set',
      'found "-A SPT-REQUIRED -p icmp',
    ],
    [
      'any protocol',
      'rules.v4',
      '-p esp',
      '-p all',
      'found "-A SPT-REQUIRED -d 198.51.100.0/28 -p all',
    ],
    [
      'no protocol',
      'rules.v4',
      '-p esp ',
      '',
      'found "-A SPT-REQUIRED -d 198.51.100.0/28 -m comment',
    ],
    ['the number of a protocol', 'rules.v4', '-p gre', '-p 47', 'found "-A SPT-OPTIONAL -p 47'],
    [
      'SCTP without ports',
      'rules.v4',
      '-p sctp -m sctp --dport 2905',
      '-p sctp',
      'found "-A SPT-REQUIRED -d 203.0.113.9/32 -p sctp -m comment',
    ],
    [
      'another protocol under the same id',
      'rules.v4',
      '-d 198.51.100.0/28 -p esp',
      '-d 198.51.100.0/28 -p gre',
      'expected the ports gre for every destination of the rule, found esp',
    ],
    [
      'SCTP under the id of its service alone',
      'rules',
      '"vpn/signals/sctp-2905+sctp-3868-3870"',
      '"vpn/signals"',
      'expected sctp-2905+sctp-3868-3870 in the comment, found only the service',
    ],
    [
      'ESP on the id of TCP and UDP ports',
      'rules',
      '-p udp -m udp --dport 500 ',
      '-p esp ',
      'expected a rule of esp alone, found udp in it too',
    ],
    [
      'a range of SCTP ports that grew',
      'rules',
      '3868:3870',
      '3868:3871',
      'expected the ports sctp-2905+sctp-3868-3870 from the comment, found sctp-2905+sctp-3868-3871',
    ],
    [
      'an open range of SCTP ports',
      'rules.v4',
      '--dport 3868:3870',
      '--dport 3868:',
      'expected a port of -m sctp in its shortest form, found "-p sctp --dport 3868:"',
    ],
  ])('refuses %s', (_name, file, from, to, message) => {
    expect(refusal(file, from, to)).toContain(message);
  });
});

describe('verify', () => {
  const policy = policyOf(words);
  const failures = (changed: TargetFiles) => verifyTarget(iptables, policy, [], changed).failed;

  test('reports a protocol that the files lost, and one that took its place', () => {
    const accessFailures = (change: (text: string) => string) =>
      failures(new Map([...files].map(([file, text]) => [file, change(text)] as const))).flatMap(
        ({ check, flow }) => (check.endsWith(' access') ? [`${check} ${flow}`] : []),
      );
    expect(accessFailures((text) => text)).toEqual([]);
    expect(accessFailures((text) => text.replace(/^.*-OUT -p gre.*\n/m, ''))).toEqual([
      'missing access gre://anything.example',
    ]);
    expect(
      accessFailures((text) =>
        text.replace(/-OUT -p gre (.*)far\/tunnel\/gre/, '-OUT -p esp $1far/tunnel/esp'),
      ),
    ).toEqual([
      // In IPv4 and in IPv6.
      'extra access esp://anything.example',
      'extra access esp://anything.example',
      'missing access gre://anything.example',
    ]);
  });

  test('fails after a change to any line with rules', () => {
    const rules = new Map([...files].filter(([file]) => file.includes('rules.')));
    const missed: string[] = [];
    let tried = 0;
    for (const { what, files: changed } of someOf([...mutantsOf(rules, widened)])) {
      tried += 1;
      if (failures(new Map([...files, ...changed])).length === 0) missed.push(what);
    }
    expect(missed).toEqual([]);
    expect(tried).toBeGreaterThan(runs(1000));
  });
});
