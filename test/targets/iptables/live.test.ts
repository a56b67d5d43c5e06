import { describe, expect, test } from '@jest/globals';
import { compareLive } from '../../../src/review/live/compare.ts';
import type { Dump } from '../../../src/targets/device.ts';
import { live } from '../../../src/targets/iptables/live/index.ts';
import { sitesWith } from '../../engines/sites.ts';
import { type Dumps, dumpsOf, type Foreign } from '../../support/dumps.ts';
import { growth } from '../../support/growth.ts';
import { must } from '../../support/policy.ts';
import {
  compared,
  drift,
  files,
  harmless,
  inSets,
  inV4,
  named,
  same,
  target,
  words,
} from './live-dumps.ts';
import { renderWords } from './render.ts';

describe('a router that has what its files say', () => {
  const sites = sitesWith('iptables');

  for (const { name, files: own } of sites)
    test(`is no drift: ${name}`, () => {
      expect(drift(same, {}, new Map(own))).toEqual([]);
    });

  test.each(harmless)('is no drift with %s', (_name, change, foreign = {}) => {
    expect(drift(change, foreign)).toEqual([]);
  });

  test('may have another hook, and one file with everything', () => {
    const hooked = (dumps: Dumps) => ({
      ...dumps,
      v4: dumps.v4
        .replaceAll('-A FORWARD', '-A DOCKER-USER')
        .replace('*filter\n', '*filter\n:DOCKER-USER - [0:0]\n-A FORWARD -j DOCKER-USER\n'),
    });
    expect(drift(hooked)).toEqual([]);
    const { v4, v6, sets } = dumpsOf(files);
    const report = must(
      compareLive('branch', target, [{ name: 'all', text: `${v4}${v6}${sets}` }], files),
    );
    expect(report.dumps).toEqual([
      {
        name: 'all',
        kind: 'iptables-save, ip6tables-save, ipset save',
        host: null,
        date: 'Thu Nov 26 18:30:00 2026',
      },
    ]);
    expect([report.gained, report.lost, report.differences]).toEqual([[], [], []]);
  });
});

describe('access that the device adds', () => {
  test.each<readonly [string, readonly string[], readonly string[]]>([
    [
      'a rule before ours',
      ['-A FORWARD -s 192.0.2.0/25 -d 203.0.113.9/32 -p tcp -m tcp --dport 22 -j ACCEPT'],
      ['+ 203.0.113.9 on tcp/22 v4'],
    ],
    [
      'through a chain of its own',
      ['-A FORWARD -d 203.0.113.0/24 -j VPN'],
      ['+ 203.0.113.9 on udp/1194 v4'],
    ],
    [
      'ports in a list, and port 0',
      ['-A FORWARD -d 203.0.113.9/32 -p tcp -m multiport --dports 22,0:21 -j ACCEPT'],
      ['+ 203.0.113.9 on tcp/1-22 v4'],
    ],
    [
      'all but one source',
      ['-A FORWARD ! -s 192.0.2.1/32 -d 203.0.113.9/32 -p udp -j ACCEPT'],
      ['+ 203.0.113.9 on udp/1-122, udp/124-65535 v4'],
    ],
    [
      'under conditions that are not compared',
      ['-A FORWARD -i eth9 -d 203.0.113.9/32 -p sctp -m time --timestart 08:00:00 -j ACCEPT'],
      ['+ 203.0.113.9 on sctp/1-65535 v4'],
    ],
    [
      'a protocol that no spec can name',
      ['-A FORWARD -p 89 -j ACCEPT'],
      ['this rule accepts a protocol that no spec can allow: -A FORWARD -p 89 -j ACCEPT'],
    ],
    [
      'a target that is not known',
      ['-A FORWARD -j NFQUEUE --queue-num 0'],
      [
        'this rule has an unknown target, which may accept before the rules of the site: -A FORWARD -j NFQUEUE --queue-num 0',
      ],
    ],
    [
      'connections to the clients',
      ['-A FORWARD ! -s 192.0.2.0/24 -d 192.0.2.9/32 -j ACCEPT'],
      [
        'this rule accepts connections to the clients before the rules of the site: -A FORWARD ! -s 192.0.2.0/24 -d 192.0.2.9/32 -j ACCEPT',
      ],
    ],
  ])('%s', (_name, before, expected) => {
    const chains = [
      ':VPN - [0:0]',
      '-A VPN -d 203.0.113.9/32 -p udp -m udp --dport 1194 -j ACCEPT',
    ];
    expect(drift(same, { before, chains })).toEqual(expected);
  });

  test('a rule that a denial of everything precedes adds nothing', () => {
    const before = ['-A FORWARD -s 192.0.2.0/24 -j DROP', '-A FORWARD -d 203.0.113.9/32 -j ACCEPT'];
    expect(drift(same, { before })).toEqual([]);
  });

  test('a line in our chains, and a missing guard', () => {
    expect(
      drift(inV4(/^-A SPT-REQUIRED/m, '-A SPT-REQUIRED -d 203.0.113.9/32 -p esp -j ACCEPT\n$&')),
    ).toEqual([
      '+ 203.0.113.9 on esp v4',
      'the files do not have this rule: -A SPT-REQUIRED -d 203.0.113.9/32 -p esp -j ACCEPT',
    ]);
    expect(drift(inV4('-A SPT-OUT -d 172.16.0.0/12 -g SPT-END\n', ''))).toEqual([
      '+ 172.16.0.0/12 on tcp/443 v4',
      'this rule of the files is missing on the device: -A SPT-OUT -d 172.16.0.0/12 -g SPT-END',
    ]);
  });

  test('a chain that no longer denies, with the policy of the table', () => {
    const open = inV4('-A SPT-OUT -g SPT-END\n', '');
    const missing = 'this rule of the files is missing on the device: -A SPT-OUT -g SPT-END';
    expect(drift(open).filter((line) => line.startsWith('+ any'))).not.toEqual([]);
    expect(drift(open)).toContain(missing);
    expect(drift(open, { policy: 'DROP' })).toEqual([missing]);
  });

  test('an entry of a set that stays too long, or that no file has', () => {
    expect(drift(inSets('198.51.100.200 timeout 86399', '198.51.100.200 timeout 0'))).toEqual([
      '+ 198.51.100.200 on tcp/443 sets',
      'this address stays in the set until it is deleted: dnsmasq did not add it: add spt_web_https_v4 198.51.100.200',
    ]);
    expect(drift(inSets('198.51.100.200 timeout 86399', '198.51.100.200 timeout 86401'))[0]).toBe(
      '+ 198.51.100.200 on tcp/443 sets',
    );
    expect(
      drift(inSets(/^(add \S+_net_v4) 203.0.7.0\/24/m, '$1 203.0.7.0/24\n$1 203.0.200.0/24')),
    ).toEqual([
      '+ 203.0.200.0/24 on tcp/443 sets',
      'the files do not have this network in the set: add spt_cdn_https_net_v4 203.0.200.0/24',
    ]);
  });
});

describe('access that the device removes, and other differences', () => {
  test('a rule in our chains that denies only something', () => {
    const narrow = '-A SPT-REQUIRED -d 198.51.100.7/32 -p tcp -m tcp --dport 443 -j DROP';
    expect(drift(inV4(/^-A SPT-REQUIRED/m, `${narrow}\n$&`))).toEqual([
      `the files do not have this rule: ${narrow}`,
    ]);
  });

  test('a missing rule, a missing network, an excluded one', () => {
    expect(drift(inV4(/^-A SPT-REQUIRED -d 198.51.100.0\/25 .*\n/m, ''))[0]).toBe(
      '- 198.51.100.0/25 on tcp/443',
    );
    expect(drift(inSets(/^add \S+ 203.0.7.0\/24 .*\n/m, ''))).toEqual([
      '- 203.0.7.0/24 on tcp/443',
      'this network is missing in the set: add spt_cdn_https_net_v4 203.0.7.0/24',
    ]);
    expect(drift(inSets(/^(add \S+ 203.0.7.0\/24) .*$/m, '$1 nomatch'))).toEqual([
      '- 203.0.7.0/24 on tcp/443',
      'this network is excluded from the set, not in it: add spt_cdn_https_net_v4 203.0.7.0/24',
    ]);
  });

  test('a jump that is missing, there twice, or for others', () => {
    const jump = '-A FORWARD -s 192.0.2.0/24 -j SPT-OUT';
    expect(drift(inV4(`${jump}\n`, ''), { policy: 'DROP' })).toContain(
      `this jump is missing on the device: ${jump}`,
    );
    expect(drift(inV4(jump, `${jump}\n${jump}`))).toEqual([
      `this jump is there a second time: ${jump}`,
    ]);
    const other = '-A FORWARD -s 10.7.0.0/16 -j SPT-OUT';
    const seen = compared(inV4(jump, `${jump}\n${other}`));
    expect(seen.differences.map(({ text }) => text)).toEqual([other]);
    expect(seen.gained.length).toBeGreaterThan(0);
    const inward = '-A FORWARD -d 192.0.2.0/24 -j SPT-IN';
    expect(drift(inV4(`${inward}\n`, ''))).toEqual([
      `this jump is missing on the device: ${inward}`,
    ]);
  });

  test('the order of a chain, once', () => {
    const [one, two] = [
      '-A SPT-OUT -d 0.0.0.0/8 -g SPT-END',
      '-A SPT-OUT -d 10.0.0.0/8 -g SPT-END',
    ];
    expect(drift(inV4(`${one}\n${two}`, `${two}\n${one}`))).toEqual([
      `this rule is not in its place: from here on, the order differs from the files: ${two}`,
    ]);
  });

  test('a set that is missing, of other fields, or old', () => {
    const set =
      'create spt_web_https_v4 hash:ip family inet hashsize 1024 maxelem 65536 timeout 86400 counters';
    const said = (to: string) => drift(inSets(set, to)).map((line) => line.slice(0, 60));
    const other = 'this set is not as in the files: hash:ip family inet maxelem';
    expect(said(set.replace('65536', '1024'))).toEqual([other]);
    expect(said(set.replace('86400', '864000'))).toEqual([other]);
    expect(said(set.replace(' counters', ''))).toEqual([other]);
    expect(
      said('create spt_old_https_v4 hash:ip family inet maxelem 65536 timeout 86400 counters'),
    ).toEqual([
      'this set is missing on the device: create spt_web_https_v4 h',
      'the files have no set with this name: create spt_old_https_v',
    ]);
  });

  test('nothing is loaded, or another site is', () => {
    const bare = (dumps: Dumps) => ({ ...dumps, v4: dumps.v4.replace(/^.*SPT-.*\n/gm, '') });
    expect(drift(bare, { policy: 'DROP' }).at(-1)).toBe(
      'the IPv4 rules of the site are not loaded: this table has none of its chains: null',
    );
    expect(drift(inV4('"demo/', '"other/'))[0]).toMatch(
      /^the loaded chains belong to other\/\S+, not to demo\//,
    );
  });

  test('the rule with the owner is missing, twice, or of another form', () => {
    const [owner = ''] = /^-A SPT-OWNER .*$/m.exec(dumpsOf(files).v4) ?? [];
    expect(drift(inV4(`${owner}\n`, ''))).toEqual([
      'no rule names the owner of the loaded chains: :SPT-OWNER',
    ]);
    expect(drift(inV4(owner, `${owner}\n${owner}`))).toEqual([
      `this rule names the owner a second time: ${owner}`,
    ]);
    expect(drift(inV4(owner, owner.replaceAll('"', '')))).toEqual([]);
    for (const other of [
      owner.replace('/', ', '),
      `${owner} -j ACCEPT`,
      owner.replace('-m', '-s 192.0.2.1/32 -m'),
      '-A SPT-OWNER -j ACCEPT',
    ])
      expect(drift(inV4(owner, other))).toEqual([
        `this rule does not name an owner in the form of apply.sh: ${other}`,
      ]);
  });
});

describe('notes', () => {
  const notes = (foreign: Foreign, change = same) =>
    compared(change, foreign).notes.map(({ message, text }) => `${message}: ${text}`);

  test('name what is no drift: denials, conditions, tables nat and raw, the other packet filter', () => {
    expect(notes({ before: ['-A FORWARD -s 192.0.2.7/32 -j DROP'] })).toEqual([
      'this rule denies before the rules of the site: -A FORWARD -s 192.0.2.7/32 -j DROP',
    ]);
    expect(notes({ before: ['-A FORWARD -i eth9 -j ACCEPT'] })[0]).toMatch(/^not all conditions/);
    const tables =
      '*nat\n-A PREROUTING -s 192.0.2.0/24 -j REDIRECT --to-ports 3128\n-A PREROUTING -s 10.0.0.0/8 -j REDIRECT\n-A POSTROUTING -j MASQUERADE\nCOMMIT\n*raw\n-A PREROUTING -j CT --notrack\nCOMMIT\n';
    expect(notes({ tables }).map((note) => note.replace(/.*: -A/, '-A'))).toEqual([
      '-A PREROUTING -s 192.0.2.0/24 -j REDIRECT --to-ports 3128',
      '-A PREROUTING -j CT --notrack',
    ]);
    expect(
      notes(
        {},
        inV4(
          /^/,
          '# Warning: iptables-legacy tables present, use iptables-legacy-save to see them\n',
        ),
      )[0],
    ).toMatch(/^the other packet filter/);
  });

  test('an allow-only site does not judge rules of other tools', () => {
    const additive = renderWords({ ...words, site: { enforce: 'additive' } });
    const before = ['-A FORWARD -j ACCEPT'];
    expect(drift(same, { before }, additive)).toEqual([]);
    expect(compared(same, { before }, additive).notes.map(({ message }) => message)).toEqual([
      'this rule accepts before the rules of the site',
    ]);
  });
});

describe('dumps that do not show enough', () => {
  const refusal = (dumps: readonly Dump[]) => {
    const read = live.read(dumps, files);
    return read.ok ? 'accepted' : `${read.error.message}; ${read.error.help}`;
  };
  const [v4, v6, sets] = named(dumpsOf(files)) as [Dump, Dump, Dump];

  test('are refused: a missing one, a second one, a part of one', () => {
    expect(refusal([v4, sets])).toMatch(
      /^no dump shows the table filter of IPv6, .*; also pass the output of: ip6tables-save, run as root\. If it is empty, no IPv6 rules are loaded: run sh apply\.sh apply$/,
    );
    expect(refusal([v6, sets])).toMatch(/^no dump shows the table filter of IPv4/);
    expect(refusal([v4, v6])).toMatch(/^no dump shows the sets/);
    expect(refusal([v4, v6, sets, { ...v4, name: 'again' }])).toMatch(
      /^again:2: a second IPv4 table filter/,
    );
    expect(refusal([v4, v6, sets, { ...sets, name: 'again' }])).toBe(
      'again:1: a set for the second time; pass one dump of ipset save',
    );
    expect(
      refusal([{ ...v4, text: v4.text.slice(0, v4.text.indexOf('COMMIT')) }, v6, sets]),
    ).toMatch(/^v4:2: the table "filter" has no line COMMIT/);
    expect(refusal([{ ...v4, text: `\u001b[2J\n${v4.text}` }, v6, sets])).toBe(
      'v4:1: expected a line of iptables-save, ip6tables-save or ipset save, found "\\u001b[2J"; take the dump again, and pass it unchanged',
    );
  });

  test('what nft prints is refused, and other texts are not recognized', () => {
    for (const text of ['{"nftables": []}', 'table inet filter {\n}\n']) {
      const kind = live.recognize({ name: 'dump', text });
      expect(kind?.ok === false && kind.error.help).toBe(
        'take it with iptables-save, ip6tables-save and ipset save',
      );
    }
    expect(live.recognize({ name: 'dump', text: 'hello\n' })).toBeUndefined();
    for (const dump of [v4, v6, sets]) expect(live.recognize(dump)?.ok).toBe(true);
  });

  test('chains that jump to one another in too many ways are refused, and do not take long', () => {
    const levels = Array.from({ length: 40 }, (_, each) => each);
    const chains = levels.flatMap((each) => [
      `:L${each} - [0:0]`,
      ...(each < 39
        ? [
            `-A L${each} -p tcp -j L${each + 1}`,
            `-A L${each} -p udp -j L${each + 1}`,
            `-A L${each} -j L${each + 1}`,
          ]
        : []),
    ]);
    const { v4: text } = dumpsOf(files, { chains, before: ['-A FORWARD -j L0'] });
    expect(refusal([{ name: 'v4', text }, v6, sets])).toMatch(/^the chains of the dump jump/);
  });
});

test('the time grows with the size of the dumps, not with its square', () => {
  const read = (count: number) => {
    const before = Array.from(
      { length: count },
      (_, each) =>
        `-A FORWARD -s 192.0.2.0/24 -d 10.${each >> 8}.${each & 255}.1/32 -p tcp -m tcp --dport 22 -j ACCEPT`,
    );
    expect(compared(same, { before }).gained).toHaveLength(count);
  };
  expect(growth(1000, read)).toBeLessThan(30);
});

describe('a foreign rule that accepts is seen behind options of any length', () => {
  test.each([
    ['-m set ! --match-set blocklist dst'],
    ['-s 192.0.2.0/24 -m set ! --match-set blocklist src,dst'],
    ['-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN'],
    ['-m physdev --physdev-is-bridged'],
    ['-m socket --transparent'],
    ['-m policy --dir in --pol ipsec --strict'],
    ['-m comment --comment -j'],
    ['-m comment --comment "-j DROP"'],
    ['-m time --timestart 08:00:00 --timestop 17:00:00 ! --weekdays Sat,Sun --kerneltz'],
    ['-m unknown-match --a 1 2 3 --b ! --c 4 5'],
  ])('%s', (conditions) => {
    expect(drift(same, { before: [`-A FORWARD ${conditions} -j ACCEPT`] })).not.toEqual([]);
    const chains = [':GO - [0:0]', '-A GO -j ACCEPT'];
    expect(drift(same, { chains, before: [`-A FORWARD ${conditions} -g GO`] })).not.toEqual([]);
  });

  test.each([
    ['a timestamp request', '-p icmp -m icmp --icmp-type 13', 'a protocol'],
    ['a redirect', '-p icmp -m icmp --icmp-type 5/1', 'a protocol'],
  ])('%s', (_name, conditions, message) => {
    const found = drift(same, { before: [`-A FORWARD ${conditions} -j ACCEPT`] });
    expect(found.join()).toContain(message);
  });

  test.each(['3', '3/4', '11', '0'])('an ICMP error or reply opens nothing: type %s', (type) => {
    const before = [`-A FORWARD -p icmp -m icmp --icmp-type ${type} -j ACCEPT`];
    expect(drift(same, { before })).toEqual([]);
  });
});
