import { describe, expect, test } from '@jest/globals';
import { caveats } from '../../../src/targets/paloalto/caveats.ts';
import { paloalto } from '../../../src/targets/paloalto/index.ts';
import { coverageWords } from '../../support/coverage.ts';
import type { SiteWords, SpecWords } from '../../support/policy.ts';
import { type Options, policyFor } from './support.ts';

/** `kind: reason` of every endpoint of a policy from these words. */
function covered(words: SpecWords, options: Partial<Options> = {}): string[] {
  return coverageWords(paloalto, policyFor(words, options));
}

const services: NonNullable<SpecWords['services']> = {
  amqp: { ports: ['tcp/5671'], application: 'other' },
  both: { ports: ['tcp/443', 'udp/443'], application: 'tls' },
  'tls-web': { ports: ['tcp/80', 'tcp/443'], application: 'tls' },
  'http-web': { ports: ['tcp/80', 'tcp/443'], application: 'http' },
  'any-web': { ports: ['tcp/80', 'tcp/443'], application: 'other' },
};

const noApplication = 'no App-ID is listed for it, so every application may use the ports';
const noWildcard = 'and an FQDN object cannot contain a wildcard';
const other = 'the application of its service is "other", so no URL is visible';
const noFamily = 'no client has an address in this family';
const path =
  'a URL list ignores case in a path, and also matches if the path continues after a dot or another separator, not only after a slash';

describe('the coverage of an endpoint in PAN-OS', () => {
  test.each<[string, string, string, string]>([
    ['a host on TLS', 'https', 'a.example.com', 'exact: '],
    ['a host in cleartext', 'http', 'a.example.com', 'exact: '],
    ['everything below a name', 'https', '*.example.com', 'exact: '],
    ['a label of any kind', 'https', 'a.*.example.com', 'exact: '],
    [
      'a star inside a label',
      'https',
      'cdn*.example.com',
      'unsupported: a URL list has wildcards for whole labels only',
    ],
    [
      'ten labels of any kind',
      'https',
      `a.${'*.'.repeat(10)}example.com`,
      'unsupported: a URL list takes nine wildcards side by side at most',
    ],
    ['nine labels of any kind', 'https', `a.${'*.'.repeat(9)}example.com`, 'exact: '],
    [
      'a path on TLS',
      'https',
      'https://a.example.com/x',
      'wider: TLS shows only the host, so the whole host is allowed',
    ],
    ['a path in cleartext', 'http', 'http://a.example.com/x', `wider: ${path}`],
    [
      'a path with an exclamation mark',
      'http',
      'http://a.example.com/x!',
      'unsupported: a URL list cannot hold a character of the path',
    ],
    [
      'a path with a quote',
      'http',
      "http://a.example.com/it's",
      'unsupported: a URL list cannot hold a character of the path',
    ],
    [
      'a path of 250 characters',
      'http',
      `http://a.example.com/${'x'.repeat(249)}`,
      'unsupported: a URL list holds no entry of this length',
    ],
    [
      'a path at an address',
      'http',
      'http://198.51.100.1/x',
      'wider: a rule for addresses cannot see the path',
    ],
    ['a network', 'https', '198.51.100.0/24', 'exact: '],
    ['every place', 'https', 'any', 'exact: '],
    ['name resolution', 'dns', 'resolvers', 'exact: '],
    ['a resolver by its name', 'dns', 'dns.example.com', 'exact: '],
    ['a host of another application', 'amqp', 'a.example.com', `wider: ${noApplication}`],
    ['a network of another application', 'amqp', '198.51.100.0/24', `wider: ${noApplication}`],
    [
      'a wildcard of another application',
      'amqp',
      '*.example.com',
      `unsupported: ${other}, ${noWildcard}`,
    ],
    ['a wildcard of DNS', 'dns', '*.example.com', `unsupported: DNS shows no URL, ${noWildcard}`],
    ['TLS on TCP and UDP', 'both', 'a.example.com', `wider: ${noApplication}`],
    [
      'TLS on port 80',
      'tls-web',
      'a.example.com',
      'narrower: the application of its service is "tls", so cleartext HTTP on tcp/80 is denied',
    ],
    [
      'http on port 443',
      'http-web',
      '198.51.100.1',
      'narrower: the application of its service is "http", so TLS on tcp/443 is denied',
    ],
    [
      'a host of another application on the ports of the web',
      'any-web',
      'a.example.com',
      `wider: ${noApplication}`,
    ],
    [
      'a wildcard of another application on the ports of the web',
      'any-web',
      '*.example.com',
      `unsupported: ${other}, ${noWildcard}`,
    ],
    [
      'a wildcard on TCP and UDP',
      'both',
      '*.example.com',
      `narrower: on UDP no URL is visible, ${noWildcard}`,
    ],
  ])('%s', (_name, service, place, want) => {
    expect(covered({ services, groups: [{ id: 'a', to: { [service]: [place] } }] })).toEqual([
      want,
    ]);
  });

  test.each<[string, Partial<Options>, string, string]>([
    ['a host by its addresses', { match: 'fqdn' }, 'a.example.com', 'exact: '],
    [
      'a wildcard by its addresses',
      { match: 'fqdn' },
      '*.example.com',
      `unsupported: with the option "match: fqdn", the URL is not checked, ${noWildcard}`,
    ],
    [
      'a path by its addresses',
      { match: 'fqdn' },
      'http://a.example.com/x',
      'wider: a rule for addresses cannot see the path',
    ],
    [
      'every application',
      { applications: 'any' },
      'a.example.com',
      'wider: with the option "applications: any", every application may use the ports',
    ],
    [
      'options that are refused',
      { resolvers: ['x'] },
      'a.example.com',
      'unsupported: the options are not valid',
    ],
  ])('with an option: %s', (_name, options, place, want) => {
    expect(covered({ groups: [{ id: 'a', to: { http: [place] } }] }, options)).toEqual([want]);
  });

  test.each<[string, SiteWords, string, string]>([
    ['a network of a family without clients', {}, '2001:db8::/32', `unsupported: ${noFamily}`],
    [
      'resolvers of a family without clients',
      { resolvers: ['2001:db8::53'] },
      'resolvers',
      `unsupported: ${noFamily}`,
    ],
    [
      'some resolvers of a family without clients',
      { resolvers: ['2001:db8::53', '192.0.2.53'] },
      'resolvers',
      'narrower: no client has an address in the family of some resolvers',
    ],
    ['any resolver', { resolvers: 'any' }, 'resolvers', 'exact: '],
  ])('with clients of IPv4 only: %s', (_name, site, place, want) => {
    const words: SpecWords = {
      groups: [{ id: 'a', to: { dns: [place] } }],
      site: { ...site, clients: ['192.0.2.0/24'] },
    };
    expect(covered(words)).toEqual([want]);
  });

  test('the other protocol on a port passes if its App-ID is listed', () => {
    const applications = { paloalto: ['web-browsing'] };
    expect(
      covered({
        services,
        groups: [{ id: 'a', applications, to: { 'tls-web': ['a.example.com'] } }],
      }),
    ).toEqual(['exact: ']);
    const groups = [{ id: 'a', to: { 'tls-web': ['a.example.com'] } }];
    expect(covered({ services, groups }, { applications: 'any' })[0]).toMatch(
      /^wider: with the option [^;]*$/,
    );
  });

  test('an endpoint in the rule of another group lacks its own App-IDs', () => {
    const words: SpecWords = {
      groups: [
        { id: 'a', to: { https: ['a.example.com'] } },
        {
          id: 'b',
          tier: 'optional',
          applications: { paloalto: ['okta'] },
          to: { https: ['a.example.com'] },
        },
      ],
    };
    expect(covered(words)).toEqual([
      'exact: ',
      'narrower: the rule of another group allows it, without the App-IDs of this group',
    ]);
    expect(
      covered({
        ...words,
        groups: [...words.groups]
          .reverse()
          .map((group) => ({ ...group, tier: 'required' as const })),
      }),
    ).toEqual(['exact: ', 'exact: ']);
  });
});

describe('an endpoint with permission only in PAN-OS', () => {
  const both = (allow: string, bypass: string): SpecWords => ({
    groups: [
      { id: 'a', inspection: 'allow', to: { https: [allow] } },
      { id: 'b', tier: 'optional', to: { https: [bypass] } },
    ],
  });

  test.each<[string, SpecWords, string]>([
    [
      'is not decrypted where a bypass takes it along',
      both('bank.example.com', '*.example.com'),
      'wider: is not decrypted, together with *.example.com, which bypasses inspection',
    ],
    ['is left to the site beside a bypass', both('bank.example.com', '*.example.org'), 'exact: '],
    ['is left to the site around a bypass', both('*.example.com', 'a.example.com'), 'exact: '],
  ])('%s', (_name, words, want) => {
    expect(covered(words)[0]).toBe(want);
  });
});

describe('caveats of PAN-OS', () => {
  const said = (words: Partial<SpecWords>, options: Partial<Options> = {}) =>
    caveats(
      policyFor(
        { services, groups: [{ id: 'a', to: { https: ['a.example.com'] } }], ...words },
        options,
      ),
    ).join('\n');
  const group = (
    to: Record<string, readonly string[]>,
    inspection: 'allow' | 'bypass' = 'bypass',
  ) => ({
    groups: [{ id: 'a', inspection, to }],
  });

  test.each<
    [string, Partial<SpecWords>, Partial<Options>, string, Partial<SpecWords>, Partial<Options>]
  >([
    [
      'TLS is never exact',
      {},
      {},
      'TLS is never exact: handshakes pass to every address',
      group({ http: ['a.example.com'] }),
      {},
    ],
    [
      'the client chooses the name',
      {},
      {},
      'the client chooses the name (SNI)',
      group({ http: ['a.example.com'] }),
      {},
    ],
    [
      'FQDN objects hold 32 addresses',
      {},
      { match: 'fqdn' },
      'FQDN objects match the addresses that the firewall resolved, at most 32 per name',
      {},
      {},
    ],
    [
      'no-decrypt rules must stay on top',
      {},
      {},
      'No Decrypt rules go to the top',
      group({ https: ['a.example.com'] }, 'allow'),
      {},
    ],
    [
      'what is not known to be TLS has none',
      group({ amqp: ['a.example.com'] }),
      {},
      '"other" have no No Decrypt rule',
      {},
      {},
    ],
    [
      'profiles may filter URLs',
      {},
      { profileGroup: 'x' },
      'must not contain URL filtering',
      {},
      {},
    ],
    [
      'App-IDs shift',
      {},
      {},
      'App-ID can change during a session',
      group({ http: ['a.example.com'] }),
      {},
    ],
    [
      'decryption changes the App-ID',
      group({ https: ['a.example.com'] }, 'allow'),
      {},
      'If the firewall decrypts',
      {},
      {},
    ],
    [
      'no App-ID is looked at',
      {},
      { applications: 'any' },
      'the rules do not check the App-ID',
      {},
      {},
    ],
    [
      'shared rules are above all',
      {},
      { location: 'shared' },
      'shared pre-rulebase of Panorama',
      {},
      {},
    ],
    [
      'zones live in templates',
      {},
      { location: { deviceGroup: 'x', rulebase: 'pre' } },
      'Zones are defined in templates',
      {},
      {},
    ],
    [
      'top overrides threat blocks',
      {},
      { position: 'top' },
      'including its threat blocks',
      {},
      { position: 'bottom' },
    ],
    [
      'the rule beside which ours go must exist',
      {},
      { position: { after: 'marker' } },
      'The rule "marker" in the option "position" must exist',
      {},
      { position: 'bottom' },
    ],
    [
      'bottom may be without effect',
      {},
      { position: 'bottom' },
      'makes them ineffective',
      {},
      { position: 'top' },
    ],
    [
      'the refusal holds for every zone',
      {},
      {},
      'to any zone and to the firewall itself',
      { site: { enforce: 'additive' } },
      {},
    ],
    [
      'one family is not filtered',
      { site: { clients: ['192.0.2.1'] } },
      {},
      'No client in the spec has an IPv6 address',
      {},
      {},
    ],
    [
      'IPv6 has a switch of its own',
      {},
      {},
      'IPv6 firewalling is enabled',
      { site: { clients: ['192.0.2.1'] } },
      {},
    ],
  ])(
    'is said where it holds, and not elsewhere: %s',
    (_name, words, options, want, others, otherOptions) => {
      expect(said(words, options)).toContain(want);
      expect(said(others, otherOptions)).not.toContain(want);
    },
  );

  const below = 'moves the deny rule above a rule that left the spec';
  const above = 'a rule that left the spec stays above the deny rule';
  const open = 'A rule that left the spec still allows its traffic';
  test.each<[Options['position'], 'closed' | 'additive', string]>([
    ['top', 'closed', below],
    [{ after: 'marker' }, 'closed', below],
    ['bottom', 'closed', above],
    [{ before: 'block-all' }, 'closed', above],
    ['top', 'additive', open],
    [{ after: 'marker' }, 'additive', open],
    ['bottom', 'additive', open],
    [{ before: 'block-all' }, 'additive', open],
  ])(
    'says at the position %j of a site that is %s what a stale rule does',
    (position, enforce, want) => {
      const text = said({ site: { enforce } }, { position });
      expect([below, above, open].filter((each) => text.includes(each))).toEqual([want]);
    },
  );

  test('always say that set commands only add', () => {
    expect(said({})).toContain('Set commands only add');
  });

  test('do not appear for refused options', () => {
    expect(said({}, { resolvers: ['x'] })).toBe('');
  });
});
