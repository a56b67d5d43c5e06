import { describe, expect, test } from '@jest/globals';
import { digest } from '../../src/policy/digest.ts';
import { type GroupWords, policyOf, type SiteWords, type SpecWords } from '../support/policy.ts';

const group: GroupWords = { id: 'web', to: { https: ['a.example.com'] } };

function digestOf(
  words: { group?: Partial<GroupWords>; site?: SiteWords } & Partial<SpecWords>,
): string {
  const { group: changed, ...rest } = words;
  return digest(policyOf({ name: 'demo', groups: [{ ...group, ...changed }], ...rest }));
}

describe('the digest of a policy changes with what it means', () => {
  test.each<[string, Parameters<typeof digestOf>[0]]>([
    ['the name of the spec', { name: 'other' }],
    ['the id of a group', { group: { id: 'net' } }],
    ['the tier of a group', { group: { tier: 'optional' } }],
    ['inspection', { group: { inspection: 'allow' } }],
    ['an application', { group: { applications: { paloalto: ['okta'] } } }],
    ['a host', { group: { to: { https: ['b.example.com'] } } }],
    ['a service', { group: { to: { http: ['a.example.com'] } } }],
    ['a path that can hold', { group: { to: { http: ['http://a.example.com/help'] } } }],
    [
      'the ports of a service',
      { services: { https: { ports: ['tcp/8443'], application: 'tls' } } },
    ],
    [
      'what a service speaks',
      { services: { https: { ports: ['tcp/443'], application: 'other' } } },
    ],
    ['the id of the site', { site: { id: 'office' } }],
    ['the prefix', { site: { prefix: 'off' } }],
    ['the clients', { site: { clients: ['192.0.2.0/25'] } }],
    ['the resolvers', { site: { resolvers: ['192.0.2.53'] } }],
    ['resolvers: any', { site: { resolvers: 'any' } }],
    ['the inner networks', { site: { inner: ['2001:db8:a000::/36'] } }],
    ['how it is enforced', { site: { enforce: 'additive' } }],
    ['an option of a target', { site: { targets: { iptables: { log: false } } } }],
  ])('%s', (_name, words) => {
    expect(digestOf(words)).not.toBe(digestOf({}));
  });
});

describe('the digest of a policy stays the same', () => {
  test.each<[string, Parameters<typeof digestOf>[0]]>([
    ['for a title', { group: { title: 'Web' } }],
    ['for a note', { group: { note: 'why' } }],
    ['for the title of the spec', { title: 'Another' }],
    ['for the device of the site', { site: { device: 'fw-north' } }],
  ])('%s', (_name, words) => {
    expect(digestOf(words)).toBe(digestOf({}));
  });
});
