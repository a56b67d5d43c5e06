import { describe, expect, test } from '@jest/globals';
import type { GroupWords, SiteWords } from '../../../../../test/support/policy.ts';
import { caveats } from '../../../src/targets/plainlist/caveats.ts';
import { coverage } from '../../../src/targets/plainlist/coverage.ts';
import { policy } from './support.ts';

function coverageOf(
  to: GroupWords['to'],
  group: Partial<GroupWords> = {},
  site: SiteWords = {},
): string[] {
  const compiled = policy(to, group, site);
  return compiled.rules.flatMap((rule) =>
    rule.destinations.flatMap((destination) =>
      destination.origins.map((origin) => {
        const { kind, reason } = coverage({ policy: compiled, rule, to: destination, origin });
        return `${kind}: ${reason}`;
      }),
    ),
  );
}

describe('the list says', () => {
  test.each<[string, string, string, string]>([
    ['a host', 'https', 'www.example.com', 'exact: '],
    ['all names below one', 'https', '*.example.com', 'exact: '],
    ['a network', 'https', '198.51.100.0/24', 'exact: '],
    [
      'a path',
      'http',
      'http://www.example.com/updates',
      'wider: the list holds no path: the whole host is on it',
    ],
    [
      'resolvers',
      'dns',
      'resolvers',
      'unsupported: the list cannot name resolvers, so they are left out',
    ],
  ])('%s', (_what, service, place, want) => {
    expect(coverageOf({ [service]: [place] })).toEqual([want]);
  });

  test('that no client reaches a network of another family', () => {
    const site = { clients: ['192.0.2.0/24'] };
    expect(coverageOf({ https: ['2001:db8:5::/48'] }, {}, site)).toEqual([
      'unsupported: no client has an address of this family',
    ]);
  });

  test('that any place takes the inner networks along', () => {
    expect(coverageOf({ https: ['any'] }, {}, { inner: ['10.0.0.0/8'] })).toEqual([
      "wider: the list takes nothing out of any place: the site's inner networks are open too",
    ]);
  });

  test('nothing of inspection', () => {
    expect(coverageOf({ https: ['www.example.com'] }, { inspection: 'bypass' })).toEqual([
      'narrower: the list permits, and keeps nothing from inspecting',
    ]);
  });

  test('once what holds for all of it, in whole sentences', () => {
    const said = caveats(policy({ https: ['any'] }, {}, { clients: ['192.0.2.0/24'] }));
    expect(said.filter((caveat) => !/^[A-Z].*\.$/.test(caveat))).toEqual([]);
    expect(said).toContain(
      'No client has an IPv6 address in the spec: IPv6 is not filtered at all.',
    );
  });
});
