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
  'narrower: only when the URL names the address itself: a PAC that resolved names would stall the browser';
const path = 'wider: a PAC sees no path: the whole host goes around the proxy';

describe('the coverage of an endpoint', () => {
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
      'narrower: the UDP ports are left out: a PAC decides for URLs',
    ],
    [
      'a path on TCP and UDP',
      'both',
      'https://a.example.com/path',
      `${path}; the UDP ports are left out: a PAC decides for URLs`,
    ],
    [
      'UDP',
      'quic',
      'a.example.com',
      'not-applicable: a PAC decides for URLs, and none of them leads to UDP',
    ],
    [
      'name resolution',
      'dns',
      'resolvers',
      "not-applicable: name resolution is not a PAC's to decide",
    ],
    [
      'name resolution at an address',
      'dns',
      '192.0.2.53',
      "not-applicable: name resolution is not a PAC's to decide",
    ],
    [
      'the resolvers on another service',
      'https',
      'resolvers',
      "not-applicable: name resolution is not a PAC's to decide",
    ],
  ])('%s', (_what, service, place, want) => {
    expect(
      coverageWords(pac, policyOf({ services, groups: [{ id: 'a', to: { [service]: [place] } }] })),
    ).toEqual([want]);
  });

  test('every host is wider where the site has inner networks, which no PAC can leave out', () => {
    const policy = policyOf({
      groups: [{ id: 'a', to: { https: ['any'] } }],
      site: { inner: ['2001:db8:a000::/36'] },
    });
    expect(coverageWords(pac, policy)).toEqual([
      "wider: a PAC looks no name up: the site's inner networks go around the proxy too",
    ]);
  });

  test('is not applicable to what is permission only', () => {
    const policy = policyOf({
      groups: [{ id: 'a', inspection: 'allow', to: { https: ['https://a.example.com/path'] } }],
    });
    expect(coverageWords(pac, policy)).toEqual([
      'not-applicable: permission only; a PAC lists what goes around the proxy',
    ]);
  });
});

describe('what holds for the whole file', () => {
  test('says that it guards no inner network, where the site has one', () => {
    const groups = [{ id: 'a', to: { https: ['a.example.com'] } }];
    const of = (inner: string[]) => caveats(policyOf({ groups, site: { inner } })).join('\n');
    expect(of(['2001:db8:a000::/36'])).toContain("guards none of the site's inner networks");
    expect(of([])).not.toContain('inner');
  });

  const said = (options: Options = {}) =>
    caveats(bypass({ https: ['a.example.com'] }, options)).join('\n');

  test.each([
    ['it decides no permission', 'A PAC decides the way, not the permission'],
    ['its mistakes fail open', 'Mistakes in a PAC fail open'],
    ['it does not look at the client', 'it sees neither the client nor the path'],
  ])('is said always: %s', (_what, words) => {
    expect(said()).toContain(words);
  });

  test.each([
    [
      'the proxy gives way to DIRECT',
      { proxy: 'PROXY a:1; DIRECT' },
      'when the proxy does not answer, every host goes around it',
    ],
    [
      'a function is included',
      { functionName: 'findWay' },
      'The site\'s own PAC must call findWay and decide where it answers null; the option "proxy" is not used.',
    ],
  ])('is said when it is so: %s', (_what, options, words) => {
    expect(said(options)).toContain(words);
    expect(said()).not.toContain(words);
  });

  test('says nothing of options that are refused', () => {
    expect(said({ proxy: 'NONE' }).split('\n')).toHaveLength(3);
  });
});
