import { templates } from '../../../compiled/templates.js';
import { targetPolicy } from '../../../src/policy/target-policy.ts';
import type { Policy, TargetPolicy } from '../../../src/policy/types.ts';
import { view } from '../../../src/targets/paloalto/view.ts';
import { must, policyOfTarget, type SiteWords, type SpecWords } from '../../support/policy.ts';

/** Compiles a policy from a few words, as this target sees it. */
export const policyOf = policyOfTarget('paloalto');

/** The options of the target, as a site would give them. */
export type Options = NonNullable<NonNullable<SiteWords['targets']>['paloalto']>;

/** Those that a test leaves alone. */
export const usual: Options = {
  from: 'trust',
  to: 'untrust',
  position: 'top',
  resolvers: ['192.0.2.1'],
};

/** A policy from a few words, for a site with this target. */
export function policyFor(words: SpecWords, options: Partial<Options> = {}): TargetPolicy {
  return policyOf(wordsFor(words, options));
}

/** The same words, for a site with this target. */
export function wordsFor(words: SpecWords, options: Partial<Options> = {}): SpecWords {
  return { ...words, site: { ...words.site, targets: { paloalto: { ...usual, ...options } } } };
}

/** All files, by their paths. */
export function render(policy: Policy): Map<string, string> {
  const views = must(view(targetPolicy(policy, 'paloalto')));
  return new Map([
    ['paloalto/rules.set', templates['paloalto/rules.set'](views['paloalto/rules.set'])],
    ['paloalto/rules.xml', templates['paloalto/rules.xml'](views['paloalto/rules.xml'])],
    ['paloalto/api.sh', templates['paloalto/api.sh'](views['paloalto/api.sh'])],
  ]);
}

/** rules.set of a policy. */
export function setOf(policy: Policy): string {
  return render(policy).get('paloalto/rules.set') ?? '';
}

/** rules.xml of a policy. */
export function xmlOf(policy: Policy): string {
  return render(policy).get('paloalto/rules.xml') ?? '';
}

/** The lines of a file. */
export function linesOf(text: string): string[] {
  return text.slice(0, -1).split('\n');
}

/** A policy with every kind of destination, for tests that want all kinds of lines. */
export const everything: SpecWords = {
  name: 'every-kind',
  services: {
    ntp: { ports: ['udp/123'], application: 'other' },
    media: { ports: ['udp/3478-3481', 'tcp/5061'], application: 'other' },
    quic: { ports: ['udp/443', 'tcp/443'], application: 'tls' },
  },
  groups: [
    { id: 'dns', inspection: 'allow', to: { dns: ['resolvers'] } },
    {
      id: 'web',
      title: 'The web',
      applications: { paloalto: ['okta'] },
      to: {
        https: ['api.example.com', 'www.example.com', '198.51.100.0/25', '*.example.net'],
        http: ['http://www.example.com/Help', 'eu.*.cloud.example.org', '203.0.113.7'],
      },
    },
    { id: 'time', tier: 'optional', inspection: 'allow', to: { ntp: ['any'] } },
    {
      id: 'media',
      tier: 'recommended',
      to: {
        media: ['turn.example.com', '10.1.0.0-10.1.0.2', '2001:db8:7::/48'],
        quic: ['media.example.com', '2001:db8:9::1'],
      },
    },
  ],
  site: { resolvers: ['self', '10.0.0.53', '2001:db8:53::1'] },
};
