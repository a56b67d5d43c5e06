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

describe('a rule is one group on one service', () => {
  test('destinations are sorted, rules come by tier and id, whatever their order in the spec', () => {
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

describe('an atom lives in one rule', () => {
  const both: SpecWords = {
    groups: [
      { id: 'nice', tier: 'recommended', to: { https: ['api.example.com', 'x.example.com'] } },
      { id: 'must', tier: 'required', to: { https: ['api.example.com'] } },
    ],
  };

  test('the strongest tier takes it, and every origin is kept', () => {
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

  test('it survives without the weaker tier, and moves there without the stronger', () => {
    expect(summary(policyOf({ ...both, site: { tiers: ['required'] } }))).toEqual([
      'required must/https tcp/443 bypass -> api.example.com',
    ]);
    expect(summary(policyOf({ ...both, site: { exclude: ['must'] } }))).toEqual([
      'recommended nice/https tcp/443 bypass -> api.example.com x.example.com',
    ]);
  });

  test('among groups of one tier the first of the spec takes it', () => {
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

  test('the name of a service does not count, only its ports', () => {
    const services = { tls: { ports: ['tcp/443'], application: 'tls' } } as const;
    const groups = [
      { id: 'a', to: { https: ['api.example.com'] } },
      { id: 'b', to: { tls: ['api.example.com'] } },
    ];
    expect(summary(policyOf({ services, groups }))).toEqual([
      'required a/https tcp/443 bypass -> api.example.com',
    ]);
  });

  test('the ports that nobody else owns form a rule of their own', () => {
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

describe('a path', () => {
  test('sets atoms apart on cleartext', () => {
    const groups = [
      { id: 'a', to: { http: ['http://a.example.com/x', 'http://a.example.com/y'] } },
    ];
    expect(summary(policyOf({ groups }))).toEqual([
      'required a/http tcp/80 bypass -> a.example.com/x a.example.com/y',
    ]);
  });

  test('is documentation on TLS, where the host is one atom with every origin', () => {
    const policy = policyOf({
      groups: [{ id: 'a', to: { https: ['https://a.example.com/x', 'https://a.example.com/y'] } }],
    });
    expect(summary(policy)).toEqual(['required a/https tcp/443 bypass -> a.example.com']);
    expect(policy.rules[0]?.destinations[0]?.origins.map((origin) => origin.endpoint.path)).toEqual(
      ['/x', '/y'],
    );
  });
});

describe('inspection', () => {
  const conflict: SpecWords = {
    groups: [
      { id: 'a', inspection: 'bypass', to: { https: ['api.example.com'] } },
      { id: 'b', inspection: 'allow', to: { https: ['api.example.com'] } },
    ],
  };

  test('bypass and allow on one atom is an error that names both', () => {
    const spec = specOf(conflict);
    const [site] = spec.sites;
    if (site === undefined) throw new Error('one site');
    const result = compile(spec, site);
    expect(result.ok ? [] : result.error.map(({ rule, message }) => ({ rule, message }))).toEqual([
      {
        rule: 'inspection-conflict',
        message:
          '"api.example.com" on "https" is allow in group "b" and bypass in group "a" (spec.yaml:1)',
      },
    ]);
  });

  test('is no conflict where the site takes only one of the groups', () => {
    expect(summary(policyOf({ ...conflict, site: { exclude: ['a'] } }))).toHaveLength(1);
  });
});

test('a site that selects nothing is an error, never an empty allowlist', () => {
  const spec = specOf({
    groups: [{ id: 'a', tier: 'optional', to: { https: ['a.example.com'] } }],
    site: { tiers: ['required'] },
  });
  const [site] = spec.sites;
  if (site === undefined) throw new Error('one site');
  const result = compile(spec, site);
  expect(result.ok ? [] : result.error.map(({ rule }) => rule)).toEqual(['site-empty']);
});

describe('the digest takes the meaning', () => {
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

  test.each(same)('%s: the same digest', (_what, changed) => {
    expect(digest(policyOf(changed))).toBe(digest(policyOf(words)));
  });

  test.each(other)('%s: another digest', (_what, changed) => {
    expect(digest(policyOf(changed))).not.toBe(digest(policyOf(words)));
  });
});
