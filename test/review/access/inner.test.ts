import { describe, expect, test } from '@jest/globals';
import { formatDestination } from '../../../src/net/destination.ts';
import { formatNetwork } from '../../../src/net/network.ts';
import { policyBoxes } from '../../../src/review/access/policy-boxes.ts';
import { explained, siteOf as explainedSite } from '../../support/explain.ts';
import { specText } from '../../support/load.ts';
import { policyOf, type SiteWords } from '../../support/policy.ts';

function boxesOf(site: SiteWords, places: string[] = ['any']): string[] {
  const policy = policyOf({ groups: [{ id: 'a', to: { https: places } }], site });
  return policyBoxes(policy).map(
    ({ clients, destination }) =>
      `${clients.map(formatNetwork).join()}: ${formatDestination(destination)}`,
  );
}

describe('the internal networks of a site', () => {
  test('are excluded from "to: any", separately for the clients of each family', () => {
    expect(boxesOf({ inner: ['2001:db8:a000::/36', '203.0.113.0/24'] })).toEqual([
      '192.0.2.0/24: any but 203.0.113.0/24',
      '2001:db8:c1::/64: any but 64:ff9b::cb00:7100/120, 2001:db8:a000::/36, 2002:cb00:7100::/40',
    ]);
  });

  test('do not change "to: any" for clients of the other family', () => {
    expect(boxesOf({ inner: ['2001:db8:a000::/36'] })).toEqual([
      '192.0.2.0/24: any',
      '2001:db8:c1::/64: any but 2001:db8:a000::/36',
    ]);
  });

  test('do not change a network or a host that the spec lists', () => {
    expect(boxesOf({ inner: ['203.0.113.0/24'] }, ['203.0.113.7', 'a.example.com'])).toEqual([
      '192.0.2.0/24,2001:db8:c1::/64: a.example.com',
      '192.0.2.0/24: 203.0.113.7',
    ]);
  });

  test('are the reason if a flow is denied although "to: any" is listed', () => {
    const spec = specText({
      head: 'inspection: bypass',
      endpoints: ['{ to: any, service: https }'],
      site: '    inner: [203.0.113.0/24]',
    }).replace(
      'targets: { iptables: {} }',
      'targets: { pac: { proxy: "PROXY proxy.example:80" } }',
    );
    const { rules, whyNot } = explainedSite(explained(spec, 'tcp://203.0.113.9:443'), 'branch');
    expect(rules).toEqual([]);
    expect(whyNot.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      'inner: "to: any" does not include the site\'s internal network 203.0.113.0/24',
    ]);
  });
});
