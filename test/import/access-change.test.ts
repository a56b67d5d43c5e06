import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type AccessChange, accessChange } from '../../src/import/access.ts';
import type { Group } from '../../src/language/types.ts';
import { formatPortRange } from '../../src/net/port.ts';
import { loadFiles } from '../support/load.ts';
import { must } from '../support/policy.ts';
import { runs } from '../support/runs.ts';

const services = `  http: { ports: [tcp/80], application: http }
  https: { ports: [tcp/443], application: tls }
  both: { ports: [tcp/80, tcp/443], application: other }
`;

/** The groups of a spec, each as `id tier inspection: host services; host services`. */
function groupsOf(...lines: readonly string[]): readonly Group[] {
  const groups = lines.map((line) => {
    const [head = '', endpoints = ''] = line.split(': ');
    const [id, tier, inspection] = head.split(' ');
    const items = endpoints.split('; ').map((each) => {
      const [written = '', ...names] = each.split(' ');
      const place = written.replaceAll('"', '');
      const [form] = /^(?:https?:|[0-9.]+\/)?/.exec(place) ?? [''];
      return `{ ${keyFor(form)}: "${place}", services: [${names.join(', ')}] }`;
    });
    return `  - { id: ${id}, title: X, tier: ${tier}, inspection: ${inspection}, endpoints: [${items.join(', ')}] }\n`;
  });
  const sites =
    'sites: { s: { clients: [192.0.2.1], resolvers: [self], enforce: closed, tiers: [required], select: { groups: [z] }, targets: { iptables: {} } } }\n';
  const own =
    '  - { id: z, title: Z, tier: required, endpoints: [{ host: z.example.com, service: https }] }\n';
  const spec = `version: 1\nname: a\nprefix: aa\ntitle: A\nservices:\n${services}groups:\n${own}${groups.join('')}${sites}`;
  return must(loadFiles({ 'spec.yaml': spec })).spec.groups.filter(({ id }) => id !== 'z');
}

/** The key of an endpoint by how its value begins. */
function keyFor(start: string): string {
  if (start.startsWith('http')) return 'url';
  return start === '' ? 'host' : 'network';
}

/** A change in lines: `+`, `-` or `~`. */
function changed(before: readonly string[], after: readonly string[]): string[] {
  const { added, removed, moved, rewritten } = accessChange(
    groupsOf(...before),
    groupsOf(...after),
  );
  const words = ({ destination, except = [], ports }: AccessChange['moved' | 'added'][number]) =>
    [[destination, ...except].join('!'), ...ports.map(formatPortRange)].join(' ');
  return [
    ...added.map((each) => `+${words(each)} ${each.tier} ${each.groups.join(' ')}`),
    ...removed.map((each) => `-${words(each)} ${each.tier} ${each.groups.join(' ')}`),
    ...moved.map((each) => `~${words(each)} ${each.from} ${each.to}`),
    ...(rewritten === undefined ? [] : [`=${rewritten.before} ${rewritten.after}`]),
  ];
}

describe('the change of access', () => {
  test.each<[string, string[], string[], string[]]>([
    [
      'an equal part',
      ['a required allow: x.example.com https'],
      ['a required allow: x.example.com https'],
      [],
    ],
    [
      'another group and another name of the services',
      ['a required allow: x.example.com http https'],
      ['b required allow: x.example.com both'],
      [],
    ],
    [
      'a destination and a port',
      ['a required allow: x.example.com https; y.example.com https'],
      ['a required allow: x.example.com http https; w.example.com https'],
      [
        '+w.example.com tcp/443 required a',
        '+x.example.com tcp/80 required a',
        '-y.example.com tcp/443 required a',
      ],
    ],
    [
      'a path',
      ['a required allow: http://x.example.com/a http'],
      ['a required allow: x.example.com http'],
      ['+x.example.com tcp/80 required a', '=1 0'],
    ],
    [
      'a tier, of which the strongest counts',
      ['a required allow: x.example.com https', 'b optional allow: x.example.com https'],
      ['b optional allow: x.example.com http https'],
      ['+x.example.com tcp/80 optional b', '~x.example.com tcp/443 required optional'],
    ],
    [
      'an inspection',
      ['a required allow: x.example.com https'],
      ['a required bypass: x.example.com https'],
      ['~x.example.com tcp/443 allow bypass'],
    ],
    [
      'nothing where a network is written as its halves',
      ['a required allow: 198.51.100.0/24 https'],
      ['a required allow: 198.51.100.0/25 https; 198.51.100.128/25 https'],
      ['=1 2'],
    ],
    [
      'what halves of a network do not have',
      ['a required allow: 198.51.100.0/24 http https'],
      ['a required allow: 198.51.100.0/25 http; 198.51.100.128/26 http https'],
      [
        '-198.51.100.0/25 tcp/443 required a',
        '-198.51.100.192/26 tcp/80 tcp/443 required a',
        '=0 2',
      ],
    ],
    [
      'nothing where a host comes under a wildcard that is there',
      ['a required allow: "*.x.example.com" https; b.x.example.com https'],
      ['a required allow: "*.x.example.com" https'],
      ['=1 0'],
    ],
    [
      'a wildcard without the hosts that were there',
      ['a required allow: b.x.example.com http https'],
      ['a required allow: "*.x.example.com" https'],
      ['+*.x.example.com!b.x.example.com tcp/443 required a', '-b.x.example.com tcp/80 required a'],
    ],
    [
      'nothing where a path comes under one above it, and the path above where it goes',
      ['a required allow: http://x.example.com/a http; http://x.example.com/a/b http'],
      ['a required allow: http://x.example.com/a/b http'],
      ['-x.example.com/a tcp/80 required a'],
    ],
    [
      'the tier of a host and a path that a broader place has',
      ['a required allow: b.x.example.com https; http://y.example.com/a http'],
      [
        'a optional allow: "*.x.example.com" https; y.example.com http',
        'b required allow: http://y.example.com/a http',
      ],
      [
        '+*.x.example.com!b.x.example.com tcp/443 optional a',
        '+y.example.com tcp/80 optional a',
        '~b.x.example.com tcp/443 required optional',
        '=1 0',
      ],
    ],
    [
      'the part of a network that gets another inspection',
      ['a required allow: 198.51.100.0/24 https'],
      ['a required allow: 198.51.100.0/24 https', 'b required bypass: 198.51.100.64/26 https'],
      ['~198.51.100.64/26 tcp/443 allow bypass', '=0 1'],
    ],
    [
      'the tier that is left where the stronger of two goes',
      ['a required allow: "*.x.example.com" https', 'b optional allow: b.x.example.com https'],
      ['b optional allow: b.x.example.com https'],
      [
        '-*.x.example.com!b.x.example.com tcp/443 required a',
        '~b.x.example.com tcp/443 required optional',
      ],
    ],
  ])('names %s', (_name, before, after, lines) => {
    expect(changed(before, after)).toEqual(lines);
  });
});

test.each<[string, string[], string[], string[]]>([
  [
    'of a new host in a group that bypasses it',
    ['a required bypass: x.example.com https'],
    ['a required bypass: x.example.com https; y.example.com https'],
    ['y.example.com tcp/443 bypass'],
  ],
  [
    'of a new port of a destination that two groups have',
    ['a required allow: x.example.com https'],
    ['a required allow: x.example.com https', 'b optional bypass: x.example.com http'],
    ['x.example.com tcp/80 bypass'],
  ],
  [
    'of each port apart',
    [],
    ['a required allow: x.example.com https', 'b required bypass: x.example.com http'],
    ['x.example.com tcp/80 bypass', 'x.example.com tcp/443 allow'],
  ],
  [
    'of the part of a network that a weaker tier bypasses',
    [],
    ['a required allow: 198.51.100.0/24 https', 'b optional bypass: 198.51.100.0/25 https'],
    ['198.51.100.0/25 tcp/443 bypass', '198.51.100.128/25 tcp/443 allow'],
  ],
])('the change of access says the inspection %s', (_name, before, after, lines) => {
  const { added, removed } = accessChange(groupsOf(...before), groupsOf(...after));
  const words = added.map(({ destination, ports, inspection }) =>
    [destination, ...ports.map(formatPortRange), inspection].join(' '),
  );
  expect(words).toEqual(lines);
  expect(removed).toEqual([]);
});

// Against a model that asks for each name, address and port what decides on both sides.

const tiers = ['required', 'recommended', 'optional'];
const inspections = ['bypass', 'allow'];
const places = [
  '*.x.example.com',
  '*.a.x.example.com',
  'a.x.example.com',
  'b.a.x.example.com',
  '198.51.100.0/30',
  '198.51.100.0/31',
  '198.51.100.2/31',
  '198.51.100.1/32',
];
const line = fc
  .tuple(
    fc.constantFrom(...tiers),
    fc.constantFrom(...inspections),
    fc.uniqueArray(fc.constantFrom(...places), { minLength: 1, maxLength: 4 }),
    fc.constantFrom('http', 'https', 'both'),
  )
  .map(([tier, inspection, own, service]) => {
    return { tier, inspection, places: own, service };
  });
const side = fc.array(line, { maxLength: 4 });
type Line = typeof line extends fc.Arbitrary<infer Value> ? Value : never;

const probes = [
  ...['a.x.example.com', 'c.x.example.com', 'b.a.x.example.com', 'c.a.x.example.com'],
  ...['198.51.100.0', '198.51.100.1', '198.51.100.2', '198.51.100.3'],
].flatMap((peer) => ['tcp/80', 'tcp/443'].map((port) => ({ peer, port })));
type Probe = (typeof probes)[number];

/** Whether a place, as a report writes it, has a name or an address. */
function holds(place: string, peer: string): boolean {
  if (place.startsWith('*.')) return peer.endsWith(place.slice(1));
  if (!/^[0-9]/.test(place)) return place === peer;
  const last = (text: string) => Number(text.split('.')[3]);
  const [start = '', size = '32'] = place.split('/');
  const [from = start, to] = start.split('-');
  const end = to === undefined ? last(from) + 2 ** (32 - Number(size)) - 1 : last(to);
  const isAddress = /^[0-9]/.test(peer);
  return isAddress && last(from) <= last(peer) && last(peer) <= end;
}

const portsOf = (service: string) => [
  ...(service === 'https' ? [] : ['tcp/80']),
  ...(service === 'http' ? [] : ['tcp/443']),
];

/** The value that decides on a probe; undefined if nothing allows it. */
function decided(lines: readonly Line[], { peer, port }: Probe, what: 'tier' | 'inspection') {
  const own = lines.filter(
    (each) =>
      portsOf(each.service).includes(port) && each.places.some((place) => holds(place, peer)),
  );
  const values = what === 'tier' ? tiers : inspections;
  return values.find((value) => own.some((each) => each[what] === value));
}

function isAbout({ destination, except = [], ports }: Place, { peer, port }: Probe): boolean {
  const isExcepted = except.some((place) => holds(place, peer));
  return holds(destination, peer) && !isExcepted && ports.map(formatPortRange).includes(port);
}

type Place = AccessChange['moved' | 'added'][number];

test('a change names each name, address and port that it concerns, and no other', () => {
  const linesOf = (lines: readonly Line[]) =>
    lines.map(
      (each, index) =>
        `g${index} ${each.tier} ${each.inspection}: ${each.places.map((place) => `${place} ${each.service}`).join('; ')}`,
    );
  let moves = 0;
  fc.assert(
    fc.property(side, side, (before, after) => {
      const change = accessChange(groupsOf(...linesOf(before)), groupsOf(...linesOf(after)));
      for (const probe of probes) {
        const [old, now] = [decided(before, probe, 'tier'), decided(after, probe, 'tier')];
        const about = (places: readonly Place[]) => places.some((place) => isAbout(place, probe));
        expect(about(change.added)).toBe(old === undefined && now !== undefined);
        expect(about(change.removed)).toBe(old !== undefined && now === undefined);
        const [was, is] = [
          decided(before, probe, 'inspection'),
          decided(after, probe, 'inspection'),
        ];
        const told = change.moved.filter((move) => isAbout(move, probe));
        // A host and a wildcard around it are both named.
        const texts = new Set(told.map(({ what, from, to }) => `${what} ${from} ${to}`));
        expect([...texts].sort()).toEqual([
          ...(old && now && is !== was ? [`inspection ${was} ${is}`] : []),
          ...(old && now && old !== now ? [`tier ${old} ${now}`] : []),
        ]);
        moves += told.length;
      }
    }),
    { numRuns: runs(300) },
  );
  expect(moves).toBeGreaterThan(0);
});
