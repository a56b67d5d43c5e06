import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Address, formatAddress, parseAddress } from '../../../src/net/address.ts';
import { formatDestination } from '../../../src/net/destination.ts';
import { parseFlow } from '../../../src/net/flow.ts';
import {
  formatNetwork,
  mergeNetworks,
  type Network,
  networkHolds,
} from '../../../src/net/network.ts';
import { parseNetwork } from '../../../src/net/network-text.ts';
import { read } from '../../../src/targets/iptables/read/index.ts';
import type { Reading, TargetFiles } from '../../../src/targets/reading.ts';
import { must, type SiteWords, type SpecWords } from '../../support/policy.ts';
import { hunkOf } from '../../support/rendered.ts';
import { fileOf, renderWords } from './render.ts';

/** So many public networks of one family; the numbers go up to 255. */
function four(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, index) => `198.51.${from + index}.0/24`);
}
function six(count: number, from = 1): string[] {
  return Array.from(
    { length: count },
    (_, index) => `2001:db8:${(from + index).toString(16)}::/48`,
  );
}
/** The same in reserved space. */
function ten(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `10.1.${index}.0/24`);
}

function web(networks: readonly string[], site: SiteWords = {}): SpecWords {
  return { groups: [{ id: 'web', to: { https: networks } }], site };
}

/** The sets of networks, each with the number of its members. */
function setsOf(files: TargetFiles): Record<string, number> {
  const lines = fileOf(files, 'sets.ipset').split('\n');
  const names = lines.flatMap((line) => /^create (\S+) hash:net /.exec(line)?.[1] ?? []);
  return Object.fromEntries(
    names.map((name) => [name, lines.filter((line) => line.startsWith(`add ${name} `)).length]),
  );
}

function membersOf(files: TargetFiles, set: string): string[] {
  const lines = fileOf(files, 'sets.ipset').split('\n');
  return lines.flatMap((line) =>
    line.startsWith(`add ${set} `) ? [line.split(' ')[2] ?? ''] : [],
  );
}

/** The rules of a chain, without `-A CHAIN` and what all of them have. */
function rulesOf(files: TargetFiles, name: string, file = 'rules.v4'): string[] {
  return fileOf(files, file)
    .split('\n')
    .filter((line) => line.startsWith(`-A SPT-${name} `) && line.includes('--comment'))
    .map((line) => line.replace(`-A SPT-${name} `, '').replace(/ -m comment.*/, ''));
}

const matching = (set: string, port = 443) =>
  `-p tcp -m tcp --dport ${port} -m set --match-set ${set} dst`;

describe('networks of a rule in iptables', () => {
  test('are lines up to 31, and a set from 32, for each family alone', () => {
    const below = renderWords(web([...four(31), ...six(32)]));
    expect(setsOf(below)).toEqual({ spt_web_https_net_v6: 32 });
    expect(rulesOf(below, 'REQUIRED')).toHaveLength(31);
    expect(rulesOf(below, 'REQUIRED', 'rules.v6')).toEqual([matching('spt_web_https_net_v6')]);
    const above = renderWords(web([...four(32), ...six(31)]));
    expect(setsOf(above)).toEqual({ spt_web_https_net_v4: 32 });
    expect(rulesOf(above, 'REQUIRED')).toEqual([matching('spt_web_https_net_v4')]);
    expect(rulesOf(above, 'REQUIRED', 'rules.v6')).toHaveLength(31);
  });

  test('are in a set for each group and service, with one line for each range of ports', () => {
    const files = renderWords({
      services: {
        calls: { ports: ['udp/3478-3481', 'tcp/443', 'tcp/9443'], application: 'other' },
      },
      groups: [
        { id: 'a', to: { http: four(33), calls: four(34) } },
        { id: 'b', to: { https: four(33, 100) } },
      ],
      site: { clients: ['192.0.2.0/24'] },
    });
    expect(setsOf(files)).toEqual({
      spt_a_calls_net_v4: 34,
      spt_a_http_net_v4: 33,
      spt_b_https_net_v4: 33,
    });
    expect(rulesOf(files, 'REQUIRED')).toEqual([
      matching('spt_a_calls_net_v4'),
      matching('spt_a_calls_net_v4', 9443),
      '-p udp -m udp --dport 3478:3481 -m set --match-set spt_a_calls_net_v4 dst',
      matching('spt_a_http_net_v4', 80),
      matching('spt_b_https_net_v4'),
    ]);
  });

  test('that a guard denies have their own set above it, or lines if they are few', () => {
    const many = renderWords(web([...four(32), ...ten(33)]));
    expect(setsOf(many)).toEqual({ spt_web_https_guarded_v4: 33, spt_web_https_net_v4: 32 });
    expect(rulesOf(many, 'OUT')).toEqual([matching('spt_web_https_guarded_v4')]);
    expect(rulesOf(many, 'REQUIRED')).toEqual([matching('spt_web_https_net_v4')]);
    const few = renderWords(web([...four(32), '10.1.0.0/24', '8.0.0.0/5']));
    expect(setsOf(few)).toEqual({ spt_web_https_net_v4: 32 });
    expect(rulesOf(few, 'OUT').map((rule) => rule.slice(0, 14))).toEqual([
      '-d 8.0.0.0/5 -',
      '-d 10.1.0.0/24',
    ]);
    const inner = renderWords(web(four(70), { inner: ['198.51.0.0/19'] }));
    expect(setsOf(inner)).toEqual({ spt_web_https_guarded_v4: 32, spt_web_https_net_v4: 38 });
  });

  test('stand before the addresses of names of the same rule', () => {
    const files = renderWords(web(['a.example.com', ...four(32)]));
    expect(rulesOf(files, 'REQUIRED')).toEqual([
      matching('spt_web_https_net_v4'),
      matching('spt_web_https_v4'),
    ]);
  });

  test('count as blocks, each once, sorted, and a single address has no length', () => {
    const listed = ['198.51.200.7', '203.0.113.1-203.0.113.4', '198.51.0.0/25', '::506:708'];
    const files = renderWords(web([...listed, ...four(28), ...six(31)].reverse()));
    const members = membersOf(files, 'spt_web_https_net_v4');
    expect(members).toHaveLength(33);
    expect(members.slice(0, 3)).toEqual(['198.51.0.0/25', '198.51.0.0/24', '198.51.1.0/24']);
    expect(members.slice(-4)).toEqual([
      '198.51.200.7',
      '203.0.113.1',
      '203.0.113.2/31',
      '203.0.113.4',
    ]);
    expect(membersOf(files, 'spt_web_https_net_v6')[0]).toBe('::5.6.7.8');
    const twice: SpecWords = {
      groups: [{ id: 'web', to: { https: [...four(31), '198.51.0.0-198.51.0.255'] } }],
    };
    expect(setsOf(renderWords(twice))).toEqual({});
  });

  test('are in sets with names of at most 31 characters, and one that is cut has a hash', () => {
    const files = renderWords({
      groups: [{ id: 'a-group-with-a-very-long-name', to: { https: [...four(32), ...ten(32)] } }],
    });
    expect(Object.keys(setsOf(files))).toEqual([
      expect.stringMatching(/^spt_a-group-with-a-_[0-9a-f]{8}_v4$/),
      expect.stringMatching(/^spt_a-group-with-a-_[0-9a-f]{8}_v4$/),
    ]);
    expect(read(files)).toMatchObject({ ok: true });
  });

  test('have a capacity of a power of two that is at least 65536', () => {
    const many = Array.from(
      { length: 65_537 },
      (_, index) => `20.${(index >> 8) >> 8}.${(index >> 8) & 255}.${index & 255}`,
    );
    const line = (count: number) =>
      /^create \S+ hash:net .*/m.exec(
        fileOf(renderWords(web(many.slice(0, count))), 'sets.ipset'),
      )?.[0];
    expect(line(65_536)).toBe(
      'create spt_web_https_net_v4 hash:net family inet maxelem 65536 counters',
    );
    expect(line(65_537)).toBe(
      'create spt_web_https_net_v4 hash:net family inet maxelem 131072 counters',
    );
  });
});

/** Runs of addresses in a small space, so that they overlap, touch and repeat; some of it is reserved or inner. */
const starts4 = [0x0a000000n, 0xc6336400n, 0xcb007100n, 0x09ffff00n];
const starts6 = [0xfdn << 120n, 0x20010db8n << 96n, 0x0064ff9bn << 96n, 0x00050000n];
const network = fc
  .record({
    family: fc.constantFrom(4 as const, 6 as const),
    start: fc.nat({ max: 3 }),
    first: fc.nat({ max: 511 }),
    size: fc.oneof(fc.constantFrom(1, 2, 4, 8, 16, 32, 64), fc.integer({ min: 1, max: 20 })),
    aligned: fc.boolean(),
  })
  .map(({ family, start, first, size, aligned }): Network => {
    const base = (family === 4 ? starts4 : starts6)[start] ?? 0n;
    const from = base + BigInt(aligned ? first - (first % size) : first);
    return { family, first: from, last: from + BigInt(size) - 1n };
  });
const networks = fc.uniqueArray(network, {
  selector: formatNetwork,
  minLength: 60,
  maxLength: 160,
});
const site = fc.record({
  enforce: fc.constantFrom('closed' as const, 'additive' as const),
  inner: fc.subarray(['203.0.113.0/25', '2001:db8::/121']),
});

function spec(listed: readonly Network[], words: SiteWords): SpecWords {
  return { ...web(listed.map(formatNetwork), words), services: narrow };
}

/** The same networks, each in a group of its own, so that no set holds them. */
function alone(listed: readonly Network[], words: SiteWords): SpecWords {
  const groups = listed.map((each, index) => ({
    id: `g${index}`,
    to: { https: [formatNetwork(each)] },
  }));
  return { groups, site: words, services: narrow };
}

const narrow = { https: { ports: ['tcp/443', 'udp/443-445'], application: 'other' as const } };

function opened(reading: Reading): string[] {
  return ['tcp', 'udp'].flatMap((transport) =>
    mergeNetworks(
      reading.access.flatMap(({ destination, ports }) =>
        destination.kind === 'network' && ports.transport === transport
          ? [destination.network]
          : [],
      ),
    ).map((each) => `${transport} ${formatNetwork(each)}`),
  );
}

/** An address of one of the networks, or one beside it. */
function addressNear(listed: readonly Network[], pick: number): Address[] {
  const near = listed[pick % listed.length];
  if (near === undefined) return [];
  const { family, first, last } = near;
  return [{ family, value: first - 1n + (BigInt(pick) % (last - first + 3n)) }];
}

type Case = {
  readonly files: TargetFiles;
  readonly reading: Reading;
  /** The same networks without a set. */
  readonly plain: Reading;
  readonly listed: readonly Network[];
};

/** Both readings allow an address if it is listed; a line of a set that allows it has a network with it. */
function requireVerdict({ files, reading, plain, listed }: Case, address: Address): void {
  const text = formatAddress(address);
  const flow = must(parseFlow(`tcp://${address.family === 4 ? text : `[${text}]`}:443`));
  const client = must(parseAddress(address.family === 4 ? '192.0.2.7' : '2001:db8:c1::7'));
  const { verdict, at } = reading.decide(flow, client);
  const isListed = listed.some((each) => networkHolds(each, address));
  expect([text, verdict]).toEqual([text, isListed ? 'allow' : 'deny']);
  expect(plain.decide(flow, client).verdict).toBe(verdict);
  if (at?.file === 'iptables/sets.ipset') requireMember(files, at.line, address);
}

describe('a set of networks', () => {
  test('allows what a line for each network allows, and nothing else', () => {
    let sets = 0;
    fc.assert(
      fc.property(
        networks,
        site,
        fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
        (listed, words, picks) => {
          const files = renderWords(spec(listed, words));
          sets += Object.keys(setsOf(files)).length;
          const reading = must(read(files));
          const plain = must(read(renderWords(alone(listed, words))));
          expect(opened(reading)).toEqual(opened(plain));
          for (const address of picks.flatMap((pick) => addressNear(listed, pick)))
            requireVerdict({ files, reading, plain, listed }, address);
        },
      ),
      { numRuns: 25 },
    );
    expect(sets).toBeGreaterThan(25);
  });

  test('changes by one local hunk of each file for one network more', () => {
    fc.assert(
      fc.property(
        network,
        fc.constantFrom('closed' as const, 'additive' as const),
        (added, enforce) => {
          const block = must(parseNetwork(formatNetwork({ ...added, last: added.first })));
          const listed = [...four(40), ...six(40), ...ten(40), ...unique(40)];
          const before = renderWords(web(listed, { enforce }));
          const after = renderWords(web([...listed, formatNetwork(block)], { enforce }));
          const changed = [...after.keys()].filter((file) => after.get(file) !== before.get(file));
          expect(changed).toEqual(['iptables/sets.ipset']);
          expect(hunkOf(fileOf(before, 'sets.ipset'), fileOf(after, 'sets.ipset'))).toEqual({
            removed: [],
            added: [expect.stringMatching(/^add spt_web_https_(net|guarded)_v[46] \S+$/)],
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** Networks in reserved space of IPv6. */
function unique(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `fd00:0:${(index + 1).toString(16)}::/48`);
}

function requireMember(files: TargetFiles, line: number, address: Address): void {
  const text = fileOf(files, 'sets.ipset').split('\n')[line - 1]?.split(' ')[2] ?? '';
  // The spelling of an address that ends in a dotted quad is not one of the spec.
  if (/^::.*\./.test(text)) return;
  const member = must(parseNetwork(text));
  expect([text, networkHolds(member, address)]).toEqual([text, true]);
}

describe('the reader of sets of networks', () => {
  const files = renderWords({
    groups: [
      { id: 'a', to: { https: [...four(32), ...ten(32), ...six(32)] } },
      { id: 'b', to: { https: [...four(31), 'a.example.com'] } },
    ],
  });
  const sets = fileOf(files, 'sets.ipset');
  const lineOf = (text: string, start: string) =>
    text.split('\n').findIndex((line) => line.startsWith(start)) + 1;

  function refusal(changes: Readonly<Record<string, string>>): string {
    const changed = new Map([
      ...files,
      ...Object.entries(changes).map(([name, text]) => [`iptables/${name}`, text] as const),
    ]);
    const result = read(changed);
    if (result.ok) return 'read';
    const { file, line, message } = result.error;
    return `${file.replace('iptables/', '')}:${line} ${message}`;
  }

  const start = lineOf(sets, 'create spt_a_https_net_v4 ');
  const guarded = lineOf(sets, 'create spt_a_https_guarded_v4 ');
  const inSets = (from: string | RegExp, to: string) => ({ 'sets.ipset': sets.replace(from, to) });

  test.each([
    [
      'fewer than 32 networks',
      inSets('add spt_a_https_net_v4 198.51.7.0/24\n', ''),
      `sets.ipset:${start} expected at least 32 networks in the set "spt_a_https_net_v4", found 31`,
    ],
    [
      'networks out of order',
      inSets(/(add \S+net_v4 198.51.7.0\/24\n)(add .*\n)/, '$2$1'),
      `sets.ipset:${start + 9} expected ascending order, found an entry that sorts before the previous one`,
    ],
    [
      'a network twice',
      inSets(/(add \S+net_v4 198.51.7.0\/24\n)/, '$1$1'),
      `sets.ipset:${start + 9} unexpected duplicate of the previous entry`,
    ],
    ...[
      ['a single address with its length', '198.51.7.0/32'],
      ['host bits', '198.51.7.1/24'],
      ['every address', '0.0.0.0/0'],
      ['a network of the other family', '2001:db8::/32'],
      ['a range', '198.51.7.0-198.51.7.9'],
      ['a leading zero', '198.51.07.0/24'],
      ['a name', 'a.example.com'],
    ].map(
      ([name = '', text = '']) =>
        [
          name,
          inSets('net_v4 198.51.7.0/24', `net_v4 ${text}`),
          `sets.ipset:${start + 8} expected an IPv4 network in its shortest form, found "${text}"`,
        ] as const,
    ),
    [
      'an option of a member',
      inSets('net_v4 198.51.7.0/24', 'net_v4 198.51.7.0/24 nomatch'),
      `sets.ipset:${start + 8} expected a network of the set "spt_a_https_net_v4", found "add spt_a_https_net_v4 198.51.7.0/24 nomatch"`,
    ],
    [
      'another type',
      inSets('spt_a_https_net_v4 hash:net', 'spt_a_https_net_v4 hash:ip'),
      `sets.ipset:${start} expected a set of networks, found "create spt_a_https_net_v4 hash:ip family inet maxelem 65536 counters"`,
    ],
    [
      'the other family',
      inSets(
        'spt_a_https_net_v4 hash:net family inet ',
        'spt_a_https_net_v4 hash:net family inet6 ',
      ),
      `sets.ipset:${start} expected family inet, found inet6`,
    ],
    [
      'another capacity',
      inSets(/(net_v4 .* maxelem) 65536/, '$1 131072'),
      `sets.ipset:${start} expected maxelem 65536 (networks of the set: 32), found 131072`,
    ],
    [
      'a timeout',
      inSets(/(net_v4 .* maxelem 65536)/, '$1 timeout 60'),
      `sets.ipset:${start} expected a set of networks, found "create spt_a_https_net_v4 hash:net family inet maxelem 65536 timeout 60 counters"`,
    ],
    [
      'a set that no rule matches',
      inSets(/(create|add) spt_a_https_net_v6/g, '$1 spt_b_https_net_v6'),
      'rules.v6:57 expected a set from sets.ipset, found "spt_a_https_net_v6"',
    ],
  ])('rejects %s', (_name, changes, want) => {
    expect(refusal(changes)).toBe(want);
  });

  const rules = fileOf(files, 'rules.v4');
  const matches = lineOf(
    rules,
    '-A SPT-REQUIRED -p tcp -m tcp --dport 443 -m set --match-set spt_a_https_net_v4',
  );
  const matchesGuarded = lineOf(rules, '-A SPT-OUT -p tcp -m tcp --dport 443 -m set');
  const inRules = (from: string | RegExp, to: string) => ({ 'rules.v4': rules.replace(from, to) });
  const lines = (count: number) =>
    Array.from(
      { length: count },
      (_, index) =>
        `-A SPT-REQUIRED -d 198.51.${index}.0/24 -p tcp -m tcp --dport 443 -m comment --comment "a/https" -j ACCEPT\n`,
    ).join('');

  test.each([
    [
      'a set without a rule',
      inRules(/-A SPT-REQUIRED .*net_v4.*\n/, ''),
      `sets.ipset:${start} expected a rule that matches the set "spt_a_https_net_v4", found none`,
    ],
    [
      'a line for each of 32 networks',
      inRules(/-A SPT-REQUIRED .*net_v4.*\n/, lines(32)),
      `rules.v4:${matches + 31} expected one set with the networks of "a/https", found 32 networks without a set`,
    ],
    [
      'a network beside the set of its rule',
      inRules(/(-A SPT-REQUIRED .*net_v4.*\n)/, `${lines(1)}$1`),
      `rules.v4:${matches + 1} expected all networks of "a/https" in its set, found some without it`,
    ],
    [
      'public networks above the guards',
      inRules('https_guarded_v4', 'https_net_v4'),
      `rules.v4:${matchesGuarded} unexpected rule: it belongs to the chain of a tier`,
    ],
    [
      'guarded networks below their guard',
      inRules('https_net_v4', 'https_guarded_v4'),
      `rules.v4:${matches} expected this rule above the guard of its destination, found it below`,
    ],
    [
      'the set of another rule',
      inRules(/(SPT-REQUIRED .*net_v4.*)"a\/https"/, '$1"a/http"'),
      `rules.v4:${matches} expected the set of "a/http/net", found "spt_a_https_net_v4"`,
    ],
  ])('rejects %s in the rules', (_name, changes, want) => {
    expect(refusal(changes)).toBe(want);
  });

  test('rejects names that fill a set of networks', () => {
    const names = fileOf(files, 'dnsmasq.conf').replace('spt_b_https_v4', 'spt_a_https_net_v4');
    expect(refusal({ 'dnsmasq.conf': names })).toContain(
      'expected a set from sets.ipset, found "spt_a_https_net_v4"',
    );
  });

  test('locates access and decisions at the line of the network', () => {
    const reading = must(read(files));
    const line = guarded + 8;
    const found = reading.access.filter(
      ({ at }) => at.file === 'iptables/sets.ipset' && at.line === line,
    );
    expect(found.map(({ destination }) => formatDestination(destination))).toEqual(['10.1.7.0/24']);
    const flow = must(parseFlow('https://10.1.7.9/'));
    expect(reading.decide(flow, must(parseAddress('192.0.2.7')))).toEqual({
      verdict: 'allow',
      at: { file: 'iptables/sets.ipset', line },
    });
  });
});
