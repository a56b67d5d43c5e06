import { describe, expect, test } from '@jest/globals';
import { caveats } from '../../../src/targets/pac/caveats.ts';
import { pac } from '../../../src/targets/pac/index.ts';
import { coverageWords } from '../../support/coverage.ts';
import type { SpecWords } from '../../support/policy.ts';
import { bypass, type Options, policyOf } from './support.ts';

const services: NonNullable<SpecWords['services']> = {
  amqp: { ports: ['tcp/5671'], application: 'other' },
  both: { ports: ['tcp/443', 'udp/443'], application: 'tls' },
  quic: { ports: ['udp/443'], application: 'tls' },
};

const network =
  'narrower: only if the URL contains the address itself: a PAC file that resolves names would stall the browser';
const path = 'wider: a PAC file cannot see the path: the whole host skips the proxy';

describe('the coverage of an endpoint in a PAC file', () => {
  test.each([
    ['a host', 'https', 'a.example.com', 'exact: '],
    ['a host in cleartext', 'http', 'a.example.com', 'exact: '],
    ['a host of another application', 'amqp', 'a.example.com', 'exact: '],
    ['everything below a name', 'https', '*.example.com', 'exact: '],
    ['a pattern', 'https', 'cdn*.example.com', 'exact: '],
    ['every host', 'https', 'any', 'exact: '],
    ['a path on TLS', 'https', 'https://a.example.com/path', path],
    ['a path in cleartext', 'http', 'http://a.example.com/path', path],
    ['an address', 'https', '192.0.2.1', network],
    ['a network', 'https', '2001:db8::/32', network],
    [
      'TCP and UDP',
      'both',
      'a.example.com',
      'narrower: the UDP ports are left out: a PAC file decides URLs',
    ],
    [
      'a path on TCP and UDP',
      'both',
      'https://a.example.com/path',
      `${path}; the UDP ports are left out: a PAC file decides URLs`,
    ],
    [
      'UDP',
      'quic',
      'a.example.com',
      'not-applicable: a PAC file decides URLs, and no URL uses UDP',
    ],
    ['name resolution', 'dns', 'resolvers', 'not-applicable: a PAC file does not decide DNS'],
    [
      'name resolution at an address',
      'dns',
      '192.0.2.53',
      'not-applicable: a PAC file does not decide DNS',
    ],
    [
      'the resolvers on another service',
      'https',
      'resolvers',
      'not-applicable: a PAC file does not decide DNS',
    ],
  ])('%s', (_what, service, place, want) => {
    expect(
      coverageWords(pac, policyOf({ services, groups: [{ id: 'a', to: { [service]: [place] } }] })),
    ).toEqual([want]);
  });

  test('is wider for any host if the site has inner networks', () => {
    const policy = policyOf({
      groups: [{ id: 'a', to: { https: ['any'] } }],
      site: { inner: ['2001:db8:a000::/36'] },
    });
    expect(coverageWords(pac, policy)).toEqual([
      "wider: a PAC file makes no DNS queries: the site's inner networks also skip the proxy",
    ]);
  });

  test('is not applicable with permission only', () => {
    const policy = policyOf({
      groups: [{ id: 'a', inspection: 'allow', to: { https: ['https://a.example.com/path'] } }],
    });
    expect(coverageWords(pac, policy)).toEqual([
      'not-applicable: permission only; a PAC file lists what skips the proxy',
    ]);
  });
});

describe('caveats of a PAC file', () => {
  test('say that it does not guard the inner networks of a site', () => {
    const groups = [{ id: 'a', to: { https: ['a.example.com'] } }];
    const of = (inner: string[]) => caveats(policyOf({ groups, site: { inner } })).join('\n');
    expect(of(['2001:db8:a000::/36'])).toContain("does not guard the site's inner networks");
    expect(of([])).not.toContain('inner');
  });

  const said = (options: Options = {}) =>
    caveats(bypass({ https: ['a.example.com'] }, options)).join('\n');

  test.each([
    ['it blocks nothing', 'A PAC file selects a route; it does not block traffic'],
    ['errors fail open', 'Errors in a PAC file fail open'],
    ['it does not check the client', 'a PAC file sees neither the client nor the path'],
  ])('always say that %s', (_what, words) => {
    expect(said()).toContain(words);
  });

  test.each([
    [
      'the option "proxy" contains DIRECT',
      { proxy: 'PROXY a:1; DIRECT' },
      'if the proxy does not answer, every host skips it',
    ],
    [
      'another file includes the function',
      { functionName: 'findWay' },
      'The site\'s own PAC file must call findWay and decide if it returns null. The option "proxy" is not used.',
    ],
  ])('say if %s', (_what, options, words) => {
    expect(said(options)).toContain(words);
    expect(said()).not.toContain(words);
  });

  test('do not mention options that are refused', () => {
    expect(said({ proxy: 'NONE' }).split('\n')).toHaveLength(3);
  });
});
