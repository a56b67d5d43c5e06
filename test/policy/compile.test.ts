import { describe, expect, test } from '@jest/globals';
import { formatDestination } from '../../src/net/destination.ts';
import { formatPortRange } from '../../src/net/port.ts';
import { compile } from '../../src/policy/compile.ts';
import { digest } from '../../src/policy/digest.ts';
import type { Policy } from '../../src/policy/types.ts';
import { policyOf, type SpecWords, specOf } from '../support/policy.ts';

const web = { ports: ['tcp/80', 'tcp/443'], application: 'tls' } as const;

/** The policy as a reader would sum it up: a rule a line. */
function summary(policy: Policy): string[] {
  return policy.rules.map((rule) => {
    const to = rule.destinations.map(
      ({ destination, path }) => formatDestination(destination) + (path === '/' ? '' : path),
    );
    return `${rule.tier} ${rule.id} ${rule.ports.map(formatPortRange)} ${rule.inspection} -> ${to.join(' ')}`;
  });
}

describe('compile: rules', () => {
  test('sorts destinations, and rules by tier and id', () => {
    const policy = policyOf({
      groups: [
        { id: 'z', tier: 'recommended', to: { https: ['b.example.com', 'a.example.com'] } },
        {
          id: 'b',
          to: {
            https: ['*.example.com', 'c.example.com', '198.51.100.0/24'],
            http: ['c.example.com'],
          },
        },
        { id: 'a', to: { dns: ['resolvers'] }, inspection: 'allow' },
      ],
    });
    expect(summary(policy)).toEqual([
      'required a/dns tcp/53,udp/53 allow -> resolvers',
      'required b/http tcp/80 bypass -> c.example.com',
      'required b/https tcp/443 bypass -> c.example.com *.example.com 198.51.100.0/24',
      'recommended z/https tcp/443 bypass -> a.example.com b.example.com',
    ]);
  });
});

describe('compile: transports and protocols', () => {
  const vpn = { ports: ['udp/500', 'tcp/10000', 'esp'], application: 'other' } as const;
  const rulesOf = (services: SpecWords['services'], to: SpecWords['groups'][number]['to']) =>
    summary(policyOf({ services: services ?? {}, groups: [{ id: 'g', to }] }));

  test('makes one rule for TCP and UDP, and one for each other transport or protocol', () => {
    const services = { vpn: { ...vpn, ports: [...vpn.ports, 'gre', 'sctp/2905', 'sctp/2906'] } };
    expect(rulesOf(services, { vpn: ['vpn.example.com'] })).toEqual([
      'required g/vpn tcp/10000,udp/500 bypass -> vpn.example.com',
      'required g/vpn/esp esp bypass -> vpn.example.com',
      'required g/vpn/gre gre bypass -> vpn.example.com',
      'required g/vpn/sctp-2905-2906 sctp/2905-2906 bypass -> vpn.example.com',
    ]);
  });

  test('keeps the id of a rule when the service gets another protocol', () => {
    const alone = { vpn: { ...vpn, ports: ['esp'] } };
    const esp = 'required g/vpn/esp esp bypass -> vpn.example.com';
    expect(rulesOf(alone, { vpn: ['vpn.example.com'] })).toEqual([esp]);
    expect(rulesOf({ vpn }, { vpn: ['vpn.example.com'] })).toContain(esp);
  });

  test('keeps one rule for a protocol that two services have', () => {
    const services = { vpn, ping: { ports: ['esp', 'icmp-echo'], application: 'other' } } as const;
    expect(rulesOf(services, { vpn: ['vpn.example.com'], ping: ['vpn.example.com'] })).toEqual([
      'required g/ping/icmp-echo icmp-echo bypass -> vpn.example.com',
      'required g/vpn tcp/10000,udp/500 bypass -> vpn.example.com',
      'required g/vpn/esp esp bypass -> vpn.example.com',
    ]);
  });

  test('has no path for a protocol, also of an http service', () => {
    const web = { ports: ['tcp/80', 'icmp-echo'], application: 'http' } as const;
    expect(rulesOf({ web }, { web: ['http://www.example.com/a'] })).toEqual([
      'required g/web tcp/80 bypass -> www.example.com/a',
      'required g/web/icmp-echo icmp-echo bypass -> www.example.com',
    ]);
  });
});

describe('compile: one access in several groups', () => {
  const both: SpecWords = {
    groups: [
      { id: 'nice', tier: 'recommended', to: { https: ['api.example.com', 'x.example.com'] } },
      { id: 'must', tier: 'required', to: { https: ['api.example.com'] } },
    ],
  };

  test('is in the rule of the strongest tier, with every origin', () => {
    const policy = policyOf(both);
    expect(summary(policy)).toEqual([
      'required must/https tcp/443 bypass -> api.example.com',
      'recommended nice/https tcp/443 bypass -> x.example.com',
    ]);
    expect(policy.rules[0]?.destinations[0]?.origins.map((origin) => origin.group.id)).toEqual([
      'must',
      'nice',
    ]);
  });

  test('stays without the weaker tier, and moves there without the stronger one', () => {
    expect(summary(policyOf({ ...both, site: { tiers: ['required'] } }))).toEqual([
      'required must/https tcp/443 bypass -> api.example.com',
    ]);
    expect(summary(policyOf({ ...both, site: { exclude: ['must'] } }))).toEqual([
      'recommended nice/https tcp/443 bypass -> api.example.com x.example.com',
    ]);
  });

  test('is selected by tag or id, and moves to the group that is selected', () => {
    const tagged = {
      groups: both.groups.map((group) => ({ ...group, tags: [group.id, 'all'] })),
    };
    const selecting = (select: { tags?: string[]; groups?: string[] }, exclude: string[] = []) =>
      summary(
        policyOf({ ...tagged, site: { select: { tags: [], groups: [], ...select }, exclude } }),
      );
    const everything = selecting({ tags: ['all'] });
    const nice = ['recommended nice/https tcp/443 bypass -> api.example.com x.example.com'];
    expect(everything).toHaveLength(2);
    expect(selecting({ tags: ['must', 'nice'] })).toEqual(everything);
    expect(selecting({ tags: ['must'], groups: ['nice'] })).toEqual(everything);
    expect(selecting({ tags: ['nice'] })).toEqual(nice);
    expect(selecting({ groups: ['nice'] })).toEqual(nice);
    expect(selecting({ tags: ['all'] }, ['must'])).toEqual(nice);
  });

  test('is in the rule of the first group of one tier', () => {
    const to = { https: ['api.example.com'] };
    expect(
      summary(
        policyOf({
          groups: [
            { id: 'z', to },
            { id: 'a', to },
          ],
        }),
      ),
    ).toEqual(['required z/https tcp/443 bypass -> api.example.com']);
  });

  test('is compared by ports, not by the name of the service', () => {
    const services = { tls: { ports: ['tcp/443'], application: 'tls' } } as const;
    const groups = [
      { id: 'a', to: { https: ['api.example.com'] } },
      { id: 'b', to: { tls: ['api.example.com'] } },
    ];
    expect(summary(policyOf({ services, groups }))).toEqual([
      'required a/https tcp/443 bypass -> api.example.com',
    ]);
  });

  test('makes a separate rule for the remaining ports', () => {
    const groups = [
      { id: 'a', to: { https: ['api.example.com'] } },
      { id: 'b', to: { web: ['api.example.com', 'x.example.com'] } },
    ];
    expect(summary(policyOf({ services: { web }, groups }))).toEqual([
      'required a/https tcp/443 bypass -> api.example.com',
      'required b/web tcp/80,tcp/443 bypass -> x.example.com',
      'required b/web/tcp-80 tcp/80 bypass -> api.example.com',
    ]);
  });
});

describe('compile: paths', () => {
  test('separates destinations on cleartext http', () => {
    const groups = [
      { id: 'a', to: { http: ['http://a.example.com/x', 'http://a.example.com/y'] } },
    ];
    expect(summary(policyOf({ groups }))).toEqual([
      'required a/http tcp/80 bypass -> a.example.com/x a.example.com/y',
    ]);
  });

  test('is documentation on TLS: one host with every origin', () => {
    const policy = policyOf({
      groups: [{ id: 'a', to: { https: ['https://a.example.com/x', 'https://a.example.com/y'] } }],
    });
    expect(summary(policy)).toEqual(['required a/https tcp/443 bypass -> a.example.com']);
    expect(policy.rules[0]?.destinations[0]?.origins.map((origin) => origin.endpoint.path)).toEqual(
      ['/x', '/y'],
    );
  });
});

describe('compile: inspection', () => {
  const conflict: SpecWords = {
    groups: [
      { id: 'a', inspection: 'bypass', to: { https: ['api.example.com'] } },
      { id: 'b', inspection: 'allow', to: { https: ['api.example.com'] } },
    ],
  };

  test('refuses bypass and allow for one access, and names both groups', () => {
    const spec = specOf(conflict);
    const [site] = spec.sites;
    if (site === undefined) throw new Error('one site');
    const result = compile(spec, site);
    expect(result.ok ? [] : result.error.map(({ rule, message }) => ({ rule, message }))).toEqual([
      {
        rule: 'inspection-conflict',
        message:
          '"api.example.com" on service "https" has inspection "allow" in group "b", and "bypass" in group "a" (spec.yaml:1)',
      },
    ]);
  });

  test('accepts them if the site selects only one of the groups', () => {
    expect(summary(policyOf({ ...conflict, site: { exclude: ['a'] } }))).toHaveLength(1);
  });
});

test('refuses a site that selects nothing', () => {
  const spec = specOf({
    groups: [{ id: 'a', tier: 'optional', to: { https: ['a.example.com'] } }],
    site: { tiers: ['required'] },
  });
  const [site] = spec.sites;
  if (site === undefined) throw new Error('one site');
  const result = compile(spec, site);
  expect(result.ok ? [] : result.error.map(({ rule }) => rule)).toEqual(['site-empty']);
});

describe('the digest of a policy', () => {
  const words: SpecWords = {
    groups: [{ id: 'a', title: 'A', to: { https: ['a.example.com', 'b.example.com'] } }],
  };
  const same: [string, SpecWords][] = [
    [
      'another order of endpoints',
      { groups: [{ id: 'a', title: 'A', to: { https: ['b.example.com', 'a.example.com'] } }] },
    ],
    [
      'another title and note',
      {
        groups: [
          { id: 'a', title: 'B', note: 'n', to: { https: ['a.example.com', 'b.example.com'] } },
        ],
      },
    ],
  ];
  const other: [string, SpecWords][] = [
    ['another host', { groups: [{ id: 'a', to: { https: ['a.example.com', 'c.example.com'] } }] }],
    ['another port', { groups: [{ id: 'a', to: { http: ['a.example.com', 'b.example.com'] } }] }],
    [
      'another inspection',
      {
        groups: [
          { id: 'a', inspection: 'allow', to: { https: ['a.example.com', 'b.example.com'] } },
        ],
      },
    ],
    ['other clients', { ...words, site: { clients: ['192.0.2.0/25'] } }],
    ['another enforcement', { ...words, site: { enforce: 'additive' } }],
    ['other options of a target', { ...words, site: { targets: { iptables: { log: false } } } }],
  ];

  test.each(same)('is the same for %s', (_what, changed) => {
    expect(digest(policyOf(changed))).toBe(digest(policyOf(words)));
  });

  test.each(other)('differs for %s', (_what, changed) => {
    expect(digest(policyOf(changed))).not.toBe(digest(policyOf(words)));
  });
});

test('stops at 10,000 conflicts: one service can conflict with many others at each endpoint', () => {
  const names = Array.from({ length: 101 }, (_, index) => `s${index}`);
  const ports = names.map((_, index) => `tcp/${1000 + 2 * index}`);
  const to = (all: readonly string[]) =>
    Object.fromEntries(all.map((name) => [name, ['www.example.com']]));
  const spec = specOf({
    services: {
      wide: { ports: ['tcp/1-65535'], application: 'tls' },
      ...Object.fromEntries(
        names.map((name, index) => [name, { ports: [ports[index] ?? ''], application: 'tls' }]),
      ),
    },
    groups: [
      { id: 'a', inspection: 'bypass', to: to(names) },
      { id: 'b', inspection: 'allow', to: { wide: Array(101).fill('www.example.com') } },
    ],
  });
  const [site] = spec.sites;
  if (site === undefined) throw new Error('the spec has a site');
  const compiled = compile(spec, site);
  expect(compiled.ok ? 0 : compiled.error.length).toBe(10_000);
});
