import { describe, expect, test } from '@jest/globals';
import { explained, manyKinds, siteOf } from '../../support/explain.ts';

describe('the explanation of an allowed flow', () => {
  const site = siteOf(explained(manyKinds, 'https://www.example.com/a'), 'branch');

  test('lists the rule of the strongest tier', () => {
    expect(site.rules.map(({ id, tier }) => [id, tier])).toEqual([['web/https', 'required']]);
  });

  test('lists every endpoint that allows the flow, also of weaker groups', () => {
    expect(site.origins.map(({ group, endpoint }) => [group.id, endpoint.place.line])).toEqual([
      ['web', 26],
      ['shop', 37],
    ]);
  });

  test('contains document, ticket, requester, expiry and note of the endpoints', () => {
    const { source, ticket, requester, expires, note } = site.origins[0]?.endpoint ?? {};
    expect({ source, ticket, requester, expires, note }).toEqual({
      source: { document: 'guide', section: 'URLs' },
      ticket: 'NET-1',
      requester: 'Ann',
      expires: '2027-01-31',
      note: 'why',
    });
  });

  test('contains no reason against the flow', () => {
    expect([site.whyNot, site.nearest]).toEqual([[], { host: null, port: null }]);
  });
});

describe('endpoints that allow a flow', () => {
  test.each<[string, string, string[]]>([
    [
      'a subdomain of a wildcard, at any depth',
      'https://a.b.cdn.example.net/',
      ['*.cdn.example.net'],
    ],
    [
      'another spelling of the name',
      'https://WWW.example.com.:443/',
      ['www.example.com', 'www.example.com'],
    ],
    ['an address of a network', '198.51.100.7:443', ['198.51.100.0/25']],
    ['a port of a range, by its transport', 'udp://turn.example.com:3480', ['turn.example.com']],
    ['a listed resolver', 'udp://203.0.113.53:53', ['resolvers']],
    ['a listed resolver over TCP', 'tcp://203.0.113.53:53', ['resolvers']],
    [
      'a path below a cleartext path',
      'http://docs.example.com/manual/1',
      ['http://docs.example.com/manual'],
    ],
    ['any path that TLS hides', 'https://app.example.com/else', ['https://app.example.com/only']],
  ])('match %s', (_what, flow, want) => {
    const { origins } = siteOf(explained(manyKinds, flow), 'branch');
    expect(origins.map(({ endpoint }) => endpoint.written)).toEqual(want);
  });

  test('exclude an endpoint that shares only other ports of the rule', () => {
    const shared = manyKinds
      .replace(
        '  alternative:',
        '  only-tcp: { ports: [tcp/3478], application: other }\n  alternative:',
      )
      .replace(
        '- { host: shop',
        '- { host: turn.example.com, service: only-tcp }\n      - { host: shop',
      );
    const groupsOf = (flow: string) =>
      siteOf(explained(shared, flow), 'branch').origins.map(({ group }) => group.id);
    expect(groupsOf('tcp://turn.example.com:3478')).toEqual(['web', 'shop']);
    expect(groupsOf('udp://turn.example.com:3478')).toEqual(['web']);
  });

  test('of two rules are all listed, with the strongest tier first', () => {
    const both = manyKinds
      .replace('shop.example.org', '"*.cdn.example.net"')
      .replace(
        'www.example.com, service: https }\n      - { host: "*',
        'www.example.com, service: https }\n      - { host: "a.*',
      );
    const two = both.replace('"a.*.cdn.example.net"', '"img*.cdn.example.net"');
    const { rules } = siteOf(explained(two, 'https://img1.cdn.example.net/'), 'branch');
    expect(rules.map(({ id }) => id)).toEqual(['web/https', 'shop/https']);
  });
});

describe('the remarks about a flow', () => {
  test.each<[string, string, string[]]>([
    ['nothing for a plain flow', 'https://www.example.com/', []],
    [
      'a path that TLS hides',
      'https://app.example.com/else',
      ['the spec lists /only, not /else, but TLS hides paths, so the whole host is allowed'],
    ],
    [
      'the whole host, if the spec lists a path',
      'tcp://app.example.com:443',
      [
        'the spec lists /only, not the whole host, but TLS hides paths, so the whole host is allowed',
      ],
    ],
    [
      'cleartext on a port that is meant for TLS',
      'http://www.example.com:443/',
      [
        'on tcp/443 the service "https" expects TLS, not http, so a device that inspects the traffic may block it',
      ],
    ],
  ])('mention %s', (_what, flow, want) => {
    expect(siteOf(explained(manyKinds, flow), 'branch').remarks).toEqual(want);
  });

  test('mention that a site is allow only, if an output denies the flow', () => {
    expect(siteOf(explained(manyKinds, 'https://shop.example.org/'), 'lab').remarks).toEqual([
      "the site is allow only (enforce: additive): after a deny here, the device's own rules decide",
    ]);
    expect(siteOf(explained(manyKinds, 'https://www.example.com/'), 'lab').remarks).toEqual([]);
  });
});
