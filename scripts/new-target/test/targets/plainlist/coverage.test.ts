import { describe, expect, test } from '@jest/globals';
import { coverageWords } from '../../../../../test/support/coverage.ts';
import type { GroupWords, SiteWords } from '../../../../../test/support/policy.ts';
import { caveats } from '../../../src/targets/plainlist/caveats.ts';
import { plainlist } from '../../../src/targets/plainlist/index.ts';
import { policy } from './support.ts';

function covered(
  to: GroupWords['to'],
  group: Partial<GroupWords> = {},
  site: SiteWords = {},
): string[] {
  return coverageWords(plainlist, policy(to, group, site));
}

describe('the coverage of the list', () => {
  test.each<[string, string, string, string]>([
    ['a host', 'https', 'www.example.com', 'exact: '],
    ['all names below one', 'https', '*.example.com', 'exact: '],
    ['a network', 'https', '198.51.100.0/24', 'exact: '],
    [
      'a path',
      'http',
      'http://www.example.com/updates',
      'wider: the list has no paths: it contains the whole host',
    ],
    [
      'resolvers',
      'dns',
      'resolvers',
      'unsupported: the list cannot name resolvers, so they are left out',
    ],
    [
      'the device itself',
      'https',
      'self',
      'unsupported: the list cannot name the device itself, so it is left out',
    ],
  ])('%s', (_what, service, place, want) => {
    expect(covered({ [service]: [place] })).toEqual([want]);
  });

  test('leaves out a network of another family', () => {
    const site = { clients: ['192.0.2.0/24'] };
    expect(covered({ https: ['2001:db8:5::/48'] }, {}, site)).toEqual([
      'unsupported: no client has an address in this family',
    ]);
  });

  test('states that any destination includes the inner networks', () => {
    expect(covered({ https: ['any'] }, {}, { inner: ['10.0.0.0/8'] })).toEqual([
      "wider: the list excludes nothing from any destination: the site's inner networks are allowed too",
    ]);
  });

  test('states that the list does not prevent inspection', () => {
    expect(covered({ https: ['www.example.com'] }, { inspection: 'bypass' })).toEqual([
      'narrower: the list only allows: it does not prevent inspection',
    ]);
  });

  test('comes with caveats in whole sentences', () => {
    const said = caveats(policy({ https: ['any'] }, {}, { clients: ['192.0.2.0/24'] }));
    expect(said.filter((caveat) => !/^[A-Z].*\.$/.test(caveat))).toEqual([]);
    expect(said).toContain(
      'No client in the spec has an IPv6 address: IPv6 is not filtered at all.',
    );
  });
});
