import { describe, expect, test } from '@jest/globals';
import type { Foreign } from '../../support/dumps.ts';
import { compared, drift, inSets, same } from './live-dumps.ts';

const clients = '192.0.2.0/24';
const everything = 'ah, esp, gre, icmp-echo, sctp/1-65535, tcp/1-65535, udp/1-122, udp/124-65535';
const opened = `+ 203.0.113.9 on ${everything} v4`;

describe('packets that a RETURN lets pass by the rules after it', () => {
  const picks = [':PICK - [0:0]', '-A PICK -d 203.0.113.9/32 -j RETURN', '-A PICK -j DROP'];
  const allow = `-A FORWARD -s ${clients} -j ACCEPT`;
  test.each<readonly [string, Foreign]>([
    ['to the policy', { before: ['-A FORWARD -d 203.0.113.9/32 -j RETURN'] }],
    ['to a rule after the chain', { chains: picks, before: ['-A FORWARD -j PICK', allow] }],
    ['to the policy, from a chain by -g', { chains: picks, before: ['-A FORWARD -g PICK'] }],
    [
      'through two chains',
      {
        chains: [...picks, ':OUTER - [0:0]', '-A OUTER -j PICK', '-A OUTER -j ACCEPT'],
        before: ['-A FORWARD -j OUTER'],
      },
    ],
    [
      'to a chain by -g that ends',
      {
        chains: [
          ':PICK - [0:0]',
          '-A PICK -d 203.0.113.9/32 -g EMPTY',
          '-A PICK -j DROP',
          ':EMPTY - [0:0]',
        ],
        before: ['-A FORWARD -j PICK', allow],
      },
    ],
  ])('%s', (_name, foreign) => {
    expect(drift(same, foreign)).toContain(opened);
  });

  test('add nothing if the policy or a later rule denies them', () => {
    const before = ['-A FORWARD -j PICK'];
    expect(drift(same, { chains: picks, before })).toEqual([]);
    const returns = ['-A FORWARD -d 203.0.113.9/32 -j RETURN'];
    const lost = drift(same, { before: returns, policy: 'DROP' });
    expect(lost.filter((line) => !line.startsWith('- '))).toEqual([]);
    const chains = [...picks, ':AGAIN - [0:0]', '-A AGAIN -d 203.0.113.0/24 -j DROP'];
    expect(drift(same, { chains, before: [...before, '-A FORWARD -j AGAIN', allow] })).toEqual([]);
  });

  test('a long list of them is one list of networks', () => {
    const chains = [
      ':PICK - [0:0]',
      ...Array.from(
        { length: 500 },
        (_, each) => `-A PICK -d 203.${each >> 8}.${each & 255}.0/24 -j RETURN`,
      ),
      '-A PICK -j DROP',
    ];
    expect(drift(same, { chains, before: ['-A FORWARD -j PICK'] })).toEqual([]);
    expect(drift(same, { chains, before: ['-A FORWARD -j PICK', allow] }).length).toBeGreaterThan(
      1,
    );
  });
});

describe('an allow that looks like nothing', () => {
  test.each([
    ['a chain with the name of a target', 'ULOG'],
    ['a chain with the name of a denial', 'REJECT'],
  ])('%s', (_name, chain) => {
    const chains = [`:${chain} - [0:0]`, `-A ${chain} -d 203.0.113.9/32 -j ACCEPT`];
    expect(drift(same, { chains, before: [`-A FORWARD -j ${chain}`] })).toEqual([opened]);
  });

  test('behind a denial of new connections, which lets untracked packets pass', () => {
    const allow = '-A FORWARD -d 203.0.113.9/32 -j ACCEPT';
    const deny = (states: string) => `-A FORWARD -m conntrack --ctstate ${states} -j DROP`;
    expect(drift(same, { before: [deny('NEW'), allow] })).toEqual([opened]);
    expect(drift(same, { before: [deny('NEW,UNTRACKED'), allow] })).toEqual([]);
  });

  test.each([
    ['-p 89', '-j ACCEPT', true],
    ['-p icmp -m icmp --icmp-type 13', '-j ACCEPT', true],
    ['-p icmp -m icmp --icmp-type 13', '-p icmp -j ACCEPT', true],
    ['-p tcp -m tcp --dport 0', '-p tcp -j ACCEPT', true],
    ['-p 89', '-p tcp -j ACCEPT', false],
    ['-p udp', '-p tcp -j ACCEPT', false],
  ])('of a protocol that no spec can name, through a chain: %s, %s', (first, second, isOpen) => {
    const chains = [':GO - [0:0]', `-A GO ${second}`];
    const found = drift(same, { chains, before: [`-A FORWARD ${first} -j GO`] });
    const message = `this rule accepts a protocol that no spec can allow: -A GO ${second}`;
    expect(found).toEqual(isOpen ? [message] : []);
  });

  test('of port 0', () => {
    const rule = '-A FORWARD -p tcp -m tcp --dport 0 -j ACCEPT';
    expect(drift(same, { before: [rule] })).toEqual([
      `this rule accepts a protocol that no spec can allow: ${rule}`,
    ]);
  });
});

describe('sets of the site', () => {
  const change = 'this rule changes a set of the site, which only dnsmasq and apply.sh fill';
  test.each([
    ['adds destinations', '-j SET --add-set spt_web_https_v4 dst'],
    ['adds them for some time', '-j SET --add-set spt_web_https_v4 dst --exist --timeout 60'],
    ['removes them', '-j SET --del-set spt_web_https_v4 dst'],
    ['adds them to a set of sets', '-j SET --add-set all dst'],
  ])('a rule of another tool %s', (_name, action) => {
    const sets = inSets(/$/, 'create all list:set size 8\nadd all spt_web_https_v4\n');
    const rule = `-A FORWARD -s ${clients} ${action}`;
    expect(drift(sets, { before: [rule] })).toEqual([`${change}: ${rule}`]);
    const text = `-A PREROUTING -m comment --comment "by hand" ${action}`;
    const tables = `*mangle\n:PREROUTING ACCEPT [0:0]\n${text}\nCOMMIT\n`;
    expect(drift(sets, { tables })).toEqual([`${change}: ${text}`]);
  });

  test.each(['-j SET --add-set other dst', '-j SET --map-set spt_web_https_v4 dst --map-mark'])(
    'a rule of another tool changes none of them: %s',
    (action) => {
      expect(drift(same, { before: [`-A FORWARD ${action}`] })).toEqual([]);
    },
  );

  test.each(['netmask 1', 'bitmask 128.0.0.0'])('one address matches many with %s', (mask) => {
    const masked = inSets(/^(create spt_web_https_v4 .*)$/m, `$1 ${mask}`);
    expect(drift(masked)[0]).toMatch(/^this set is not as in the files: hash:ip family inet /);
  });

  test('may have comments, and evict entries if they are full', () => {
    expect(drift(inSets(/^(create spt_web_https_v4 .*)$/m, '$1 comment forceadd'))).toEqual([]);
  });
});

describe('connections to the clients', () => {
  const message = 'this rule accepts connections to the clients before the rules of the site';
  const chains = [':IN - [0:0]', '-A IN -j ACCEPT'];
  test.each([
    ['through a chain', [`-A FORWARD ! -s ${clients} -d ${clients} -j IN`], '-A IN -j ACCEPT'],
    [
      'from one host, through a chain',
      [`-A FORWARD -s 203.0.113.9/32 -d 192.0.2.9/32 -g IN`],
      '-A IN -j ACCEPT',
    ],
    [
      'by the policy',
      [`-A FORWARD -s 203.0.113.9/32 -d 192.0.2.9/32 -j RETURN`],
      ':FORWARD ACCEPT',
    ],
  ])('%s', (_name, before, rule) => {
    expect(drift(same, { chains, before })).toEqual([`${message}: ${rule}`]);
  });

  test('none if they are denied first', () => {
    const deny = `-A FORWARD -d ${clients} -j DROP`;
    const accept = `-A FORWARD -s 203.0.113.9/32 -d ${clients} -j ACCEPT`;
    expect(drift(same, { before: [deny, accept] })).toEqual([]);
  });

  test('a rule for the sources of others is a note: it may be meant for other destinations', () => {
    const before = ['-A FORWARD -s 203.0.113.0/24 -j ACCEPT'];
    expect(drift(same, { before })).toEqual([]);
    const another = ['-A FORWARD -s 203.0.113.0/24 -m set --match-set other dst -j ACCEPT'];
    expect(drift(same, { before: another })).toEqual([]);
    expect(compared(same, { before }).notes.map((note) => note.message)).toEqual([
      'this rule accepts connections of others, which may be to the clients too',
    ]);
  });
});

test('a proxy of the device that takes packets of the clients is a note', () => {
  const rule =
    '-A PREROUTING -p tcp -j TPROXY --on-port 3129 --on-ip 0.0.0.0 --tproxy-mark 0x1/0x1';
  const tables = `*mangle\n:PREROUTING ACCEPT [0:0]\n${rule}\n-A PREROUTING -j MARK --set-xmark 0x1/0x1\nCOMMIT\n`;
  expect(compared(same, { tables }).notes.map((note) => note.text)).toEqual([rule]);
});
