import { describe, expect, test } from '@jest/globals';
import { sentenceOf } from '../../../../src/review/findings/finding.ts';
import { lint } from '../../../../src/review/findings/lint.ts';
import { targets } from '../../../../src/targets/list.ts';
import { policyOf, type SiteWords, specOf } from '../../../support/policy.ts';

const groups = [{ id: 'web', to: { https: ['a.example.com'] } }];

function unfiltered(site: SiteWords): string[] {
  const words = { groups, site };
  const context = { spec: specOf(words), policies: [policyOf(words)], targets, asOf: undefined };
  return lint(context)
    .filter(({ rule }) => rule === 'family-unfiltered')
    .map(sentenceOf);
}

const pac = { proxy: 'PROXY proxy.example.net:3128' };

describe('family-unfiltered', () => {
  test.each<[string, { given: SiteWords; want: string[] }]>([
    [
      'clients with IPv4 only',
      {
        given: { clients: ['192.0.2.0/24'] },
        want: ['"example": IPv6 traffic of its clients is not filtered by iptables'],
      },
    ],
    [
      'clients with IPv6 only, in two outputs',
      {
        given: {
          clients: ['2001:db8::/64'],
          targets: { iptables: {}, pfsense: { interface: 'lan' }, pac },
        },
        want: ['"example": IPv4 traffic of its clients is not filtered by iptables, pfsense'],
      },
    ],
    [
      'one output whose own clients are of one family',
      {
        given: {
          targets: { iptables: { clients: ['192.0.2.0/24'] }, pfsense: { interface: 'lan' } },
        },
        want: ['"example": IPv6 traffic of its clients is not filtered by iptables'],
      },
    ],
    [
      'clients of both families, one of which an output does not filter',
      {
        given: {
          targets: { iptables: {}, pfsense: { interface: 'lan', ipprotocol: 'inet' } },
        },
        want: ['"example": IPv6 traffic of its clients is not filtered by pfsense'],
      },
    ],
    [
      'the other family, not filtered by an output',
      {
        given: { targets: { pfsense: { interface: 'lan', ipprotocol: 'inet6' } } },
        want: ['"example": IPv4 traffic of its clients is not filtered by pfsense'],
      },
    ],
    ['clients of both families', { given: {}, want: [] }],
    ['an allow-only site', { given: { clients: ['192.0.2.0/24'], enforce: 'additive' }, want: [] }],
    [
      'a PAC only, which does not see client addresses',
      { given: { clients: ['192.0.2.0/24'], targets: { pac } }, want: [] },
    ],
  ])('checks %s', (_name, { given, want }) => {
    expect(unfiltered(given)).toEqual(want);
  });
});
