import { templates } from '../../../compiled/templates.js';
import { targetPolicy } from '../../../src/policy/target-policy.ts';
import type { Policy } from '../../../src/policy/types.ts';
import { view } from '../../../src/targets/iptables/view.ts';
import { must, policyOfTarget, type SpecWords } from '../../support/policy.ts';

/** Compiles a policy from a few words, as this target sees it. */
export const policyOf = policyOfTarget('iptables');

/** The five files of this target, by their paths. */
function render(policy: Policy): Map<string, string> {
  const views = must(view(targetPolicy(policy, 'iptables')));
  return new Map([
    ['iptables/rules.v4', templates['iptables/rules'](views['iptables/rules.v4'])],
    ['iptables/rules.v6', templates['iptables/rules'](views['iptables/rules.v6'])],
    ['iptables/sets.ipset', templates['iptables/sets.ipset'](views['iptables/sets.ipset'])],
    ['iptables/dnsmasq.conf', templates['iptables/dnsmasq.conf'](views['iptables/dnsmasq.conf'])],
    ['iptables/apply.sh', templates['iptables/apply.sh'](views['iptables/apply.sh'])],
  ]);
}

/** The same, from a few words. */
export function renderWords(words: SpecWords): Map<string, string> {
  return render(policyOf(words));
}

/** One of the files. */
export function fileOf(files: ReadonlyMap<string, string>, name: string): string {
  const text = files.get(`iptables/${name}`);
  if (text === undefined) throw new Error(`the target writes no ${name}`);
  return text;
}

/** A policy with every kind of destination, for tests that want all kinds of lines. */
export const everything: SpecWords = {
  name: 'every-kind',
  services: {
    ntp: { ports: ['udp/123'], application: 'other' },
    media: { ports: ['udp/3478-3481', 'tcp/443'], application: 'other' },
  },
  groups: [
    { id: 'dns', to: { dns: ['resolvers'] } },
    {
      id: 'web',
      to: {
        https: ['api.example.com', 'www.example.com', '198.51.100.0/25'],
        http: ['http://www.example.com/help'],
      },
    },
    { id: 'time', tier: 'optional', to: { ntp: ['any'] } },
    {
      id: 'media',
      tier: 'recommended',
      to: {
        media: [
          '*.example.net',
          '10.1.0.0-10.1.0.2',
          '2001:db8:7::/48',
          'fd00::/8',
          'cdn*.example.org',
          'deep.media.example.net',
        ],
      },
    },
  ],
  site: { resolvers: ['self', '10.0.0.53', '2001:db8:53::1'] },
};
