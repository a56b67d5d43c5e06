import { targetPolicy } from '../../../src/policy/target-policy.ts';
import type { Policy, TargetPolicy } from '../../../src/policy/types.ts';
import { provedFiles } from '../../../src/render/render-output.ts';
import { pfsense } from '../../../src/targets/pfsense/index.ts';
import { read } from '../../../src/targets/pfsense/read/index.ts';
import type { Reading, TargetFiles } from '../../../src/targets/reading.ts';
import type { SiteWords, SpecWords } from '../../support/policy.ts';
import { must, policyOfTarget } from '../../support/policy.ts';

/** Compiles a policy from a few words, as this target sees it. */
export const policyOf = policyOfTarget('pfsense');

export const configFile = 'pfsense/config.xml';
export const aliasesFile = 'pfsense/aliases.txt';
export const scriptFile = 'pfsense/apply.php';

/** All files of a policy, by name. */
export function render(policy: Policy): TargetFiles {
  return must(provedFiles({ target: pfsense, policy: targetPolicy(policy, 'pfsense') }));
}

export function configOf(policy: Policy): string {
  return render(policy).get(configFile) ?? '';
}

export function aliasesOf(policy: Policy): string {
  return render(policy).get(aliasesFile) ?? '';
}

export function reading(files: TargetFiles): Reading {
  return must(read(files));
}

export type PfsenseOptions = NonNullable<NonNullable<SiteWords['targets']>['pfsense']>;

/** A policy of one required group, from a few words. */
export function site(
  to: Record<string, readonly string[]>,
  options: Partial<PfsenseOptions> = {},
  words: SiteWords = {},
  services: SpecWords['services'] = {},
): TargetPolicy {
  return policyOf({
    services,
    groups: [{ id: 'web', title: 'Web', to }],
    site: { ...words, targets: { pfsense: { interface: 'lan', ...options } } },
  });
}

/** A policy with every kind of destination, of three tiers. */
export const everything: SpecWords = {
  title: 'Everything',
  services: {
    both: { ports: ['tcp/8443', 'udp/8443', 'udp/3478-3481'], application: 'other' },
  },
  groups: [
    { id: 'name-lookup', title: 'DNS', to: { dns: ['resolvers'] } },
    {
      id: 'web',
      title: 'Web',
      to: {
        https: [
          'b.example.com',
          'a.example.com',
          '203.0.113.7',
          '2001:db8:5::1',
          '198.51.100.0/24',
        ],
        http: ['http://a.example.com/help', 'http://a.example.com/news'],
      },
    },
    {
      id: 'more',
      title: 'More',
      tier: 'recommended',
      to: { both: ['c.example.com', '198.51.100.1-198.51.100.6', '2001:db8:5::/48'] },
    },
    { id: 'anywhere', title: 'Anywhere', tier: 'optional', to: { both: ['any', '*.example.com'] } },
  ],
  site: {
    resolvers: ['self', '192.0.2.53', '2001:db8:53::1'],
    targets: { pfsense: { interface: 'opt1', disabledTiers: ['optional'] } },
  },
};
