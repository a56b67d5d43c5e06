import { describe, expect, test } from '@jest/globals';
import { formatNetwork } from '../../src/net/network.ts';
import { withDevices } from '../../src/policy/device.ts';
import { targetPolicy } from '../../src/policy/target-policy.ts';
import { policyOf, type SiteWords } from '../support/policy.ts';

const site = (words: SiteWords) =>
  policyOf({ groups: [{ id: 'web', to: { https: ['a.example.com'] } }], site: words });

const clientsOf = (clients: readonly string[]) => {
  const { site: seen, rules } = targetPolicy(
    site({ clients: ['192.0.2.0/24'], targets: { iptables: { clients: [...clients] } } }),
    'iptables',
  );
  return [seen.clients, ...rules.map((rule) => rule.clients)].map((all) => all.map(formatNetwork));
};

describe('targetPolicy', () => {
  test('has the merged clients of the target, at the site and in every rule', () => {
    const merged = ['198.51.100.0/24'];
    expect(clientsOf(['198.51.100.128/25', '198.51.100.0/25'])).toEqual([merged, merged]);
  });

  test('has the clients of the site if the target has none', () => {
    const policy = site({ clients: ['192.0.2.0/24'], targets: { iptables: {} } });
    expect(targetPolicy(policy, 'iptables')).toMatchObject({
      target: 'iptables',
      site: policy.site,
      rules: policy.rules,
    });
  });

  test.each([
    ['an empty list, which would mean nobody or everybody', [], 'an empty list of clients'],
    [
      'a text that is not a network',
      ['LAN net'],
      'the validated spec has the invalid client network "LAN net"',
    ],
    [
      'a network with host bits',
      ['192.0.2.1/24'],
      'the validated spec has the invalid client network "192.0.2.1/24"',
    ],
  ])('throws for %s, which validation should refuse', (_what, clients, words) => {
    expect(() => clientsOf(clients)).toThrow(words);
  });

  test('is made once for each target', () => {
    const policy = site({ targets: { iptables: {}, pac: { proxy: 'PROXY p.example.net:3128' } } });
    expect(targetPolicy(policy, 'pac')).toBe(targetPolicy(policy, 'pac'));
    expect(targetPolicy(policy, 'pac')).not.toBe(targetPolicy(policy, 'iptables'));
  });

  test('includes the sites of its device with this target, with their own clients', () => {
    const lan = { interface: 'lan' };
    const sites = withDevices([
      site({ id: 'a', targets: { pfsense: lan } }),
      site({ id: 'b', targets: { pfsense: { ...lan, clients: ['198.51.100.0/24'] } } }),
      site({ id: 'c', targets: { iptables: {} } }),
    ]);
    const seen = sites.slice(0, 2).map((policy) => targetPolicy(policy, 'pfsense').device);
    const [a, b] = [...(seen[0] ?? [])];
    expect([a, b].map((each) => each?.site.id)).toEqual(['a', 'b']);
    expect([...(seen[0] ?? [])]).toHaveLength(2);
    expect(b?.site.clients.map(formatNetwork)).toEqual(['198.51.100.0/24']);
    expect(seen[1]).toBe(seen[0]);
  });
});
