import type { TargetFiles } from '../../../../src/targets/reading.ts';
import { policyOf } from '../../../support/policy.ts';
import { type PfsenseOptions, render } from '../../../targets/pfsense/support.ts';
import type { Fields, Tree } from './firewall.ts';

const networks: Readonly<Record<string, string>> = {
  mail: '198.51.100.0/24',
  web: '203.0.113.0/24',
};

const named = (id: string) => ({
  id,
  to: {
    https: [`${id}.example.com`, ...(networks[id] === undefined ? [] : [networks[id]])],
    http: [`${id}.example.org`],
  },
});

/** The files of a default-deny site with these groups, each with a rule for names and one for networks. */
export function filesOf(
  groups: readonly string[],
  options: Partial<PfsenseOptions> = {},
): TargetFiles {
  return render(
    policyOf({
      groups: groups.map(named),
      site: { targets: { pfsense: { interface: 'lan', ...options } } },
    }),
  );
}

/** A rule of the site's own, with more fields. */
export function siteRule(descr: string, more: Fields = {}): Fields {
  return {
    id: '',
    tracker: '1600000001',
    type: 'pass',
    interface: 'lan',
    ipprotocol: 'inet',
    source: { network: 'lan' },
    destination: { any: '' },
    descr,
    ...more,
  };
}

/** A separator above the rule with this number on its interface. */
export function separator(row: number, text: string): Fields {
  return { row: [`fr${row}`], text, color: 'bg-info', if: 'lan' };
}

export const siteAliases: readonly Fields[] = [
  { name: 'printers', type: 'host', address: '192.0.2.9', descr: 'spt_clients', detail: 'a' },
  { name: 'sptold', type: 'host', address: '192.0.2.8', descr: '', detail: 'b' },
];

/** Rules of the site: some are half like ours. */
export const siteRules: readonly Fields[] = [
  siteRule('outside', { interface: 'wan', type: 'block' }),
  siteRule('quick', { interface: 'lan,wan', floating: 'yes', quick: 'yes' }),
  siteRule('threats', { type: 'block', destination: { address: 'printers' } }),
  siteRule('spt: tablets', { source: { network: 'opt1' } }),
  siteRule('tablets', { source: { address: 'spt_clients' }, disabled: '' }),
  siteRule('Default allow LAN to any rule'),
  siteRule('guests', { interface: 'opt1' }),
];

/** A configuration with everything beside ours that a merge must not touch. */
export function siteTree(more: Fields = {}): Fields {
  return {
    version: '23.3',
    system: { hostname: 'fw', timezone: 'Etc/UTC' },
    interfaces: {
      wan: { enable: '', if: 'em0' },
      lan: { enable: '', if: 'em1' },
      opt1: { enable: '', if: 'em2' },
      opt2: { if: 'em3' },
    },
    aliases: { alias: siteAliases },
    filter: {
      rule: siteRules,
      separator: {
        lan: { sep0: separator(0, 'Threats'), sep1: separator(3, 'General') },
        wan: { sep0: separator(1, 'Outside') },
        opt1: '',
      },
    },
    nat: { rule: [{ target: '192.0.2.9', descr: 'printers' }], separator: '' },
    revision: { time: '1700000000', description: 'spt_clients' },
    ...more,
  };
}

/** A tree in which the value at a path such as `filter/rule/0` differs. */
export function changed(tree: Fields, path: string, value: Tree | undefined): Fields {
  const copy = structuredClone(tree) as Record<string, unknown>;
  const keys = path.split('/');
  const last = keys.pop() ?? '';
  let here = copy;
  for (const key of keys) {
    here[key] ??= {};
    here = here[key] as Record<string, unknown>;
  }
  if (value === undefined) delete here[last];
  else here[last] = value;
  return copy as Fields;
}
