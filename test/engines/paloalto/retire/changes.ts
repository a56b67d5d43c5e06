import { policyOf, type SpecWords } from '../../../support/policy.ts';
import { type Options, render, wordsFor } from '../../../targets/paloalto/support.ts';

/** The words of a site and its options. */
export type Version = { readonly words: SpecWords; readonly options: Partial<Options> };

const dns = { id: 'dns', inspection: 'allow', to: { dns: ['resolvers'] } } as const;
const web = {
  id: 'web',
  to: {
    https: ['api.example.com', 'www.example.com', '198.51.100.0/25'],
    http: ['help.example.com', '203.0.113.7'],
  },
};
const sync = { id: 'sync', to: { media: ['turn.example.com', '10.1.0.0-10.1.0.2'] } };
const more = { id: 'more', tier: 'optional', to: { https: ['more.example.com'] } } as const;
const media = { ports: ['udp/3478', 'tcp/5061'], application: 'other' } as const;

const words: SpecWords = {
  services: { media },
  groups: [dns, web, sync, more],
  site: { prefix: 'demo', resolvers: ['10.0.0.53'], inner: ['10.0.0.0/8'] },
};
const options: Partial<Options> = {
  position: { after: 'marker' },
  resolverZone: 'dmz',
  logSetting: 'central',
  profileGroup: 'alert-only',
};

/** The version of which every change below is one. */
export const usual: Version = { words, options };

function withGroups(...groups: SpecWords['groups']): Version {
  return { words: { ...words, groups }, options };
}

function withSite(site: SpecWords['site']): Version {
  return { words: { ...words, site: { ...words.site, ...site } }, options };
}

function withOptions(changed: Partial<Options>): Version {
  return { words, options: { ...options, ...changed } };
}

const { logSetting: _log, ...quiet } = options;
const { resolverZone: _zone, ...oneZone } = options;
const both: Version = withGroups(dns, web, sync, more, {
  id: 'extra',
  to: { https: ['extra.example.com'], http: ['198.51.100.200'] },
});
const okta = { ...web, applications: { paloalto: ['okta'] } };
const withoutNames = { ...web, to: { ...web.to, https: ['198.51.100.0/25'] } };
const withoutNetworks = { ...web, to: { https: ['api.example.com'], http: ['help.example.com'] } };
const inspected = { ...web, inspection: 'allow' } as const;

/** The kinds of change: name, older and newer version; undefined is a device without the site. */
export const changes: readonly (readonly [string, Version | undefined, Version | undefined])[] = [
  [
    'a host is added',
    usual,
    withGroups(
      dns,
      { ...web, to: { ...web.to, https: [...web.to.https, 'new.example.com'] } },
      sync,
      more,
    ),
  ],
  [
    'a host is removed',
    usual,
    withGroups(
      dns,
      { ...web, to: { ...web.to, https: ['api.example.com', '198.51.100.0/25'] } },
      sync,
      more,
    ),
  ],
  ['a group is removed', both, usual],
  ['a tier is left out', usual, withSite({ tiers: ['required'] })],
  ['the last host of a rule is removed', usual, withGroups(dns, withoutNames, sync, more)],
  [
    'the last networks beside hosts are removed',
    usual,
    withGroups(dns, withoutNetworks, sync, more),
  ],
  ['inspection is allowed, so No Decrypt rules go', usual, withGroups(dns, inspected, sync, more)],
  ['the site no longer denies', usual, withSite({ enforce: 'additive' })],
  ['the prefix changes', usual, withSite({ prefix: 'other' })],
  ['the zones change', usual, withOptions({ from: 'guest', to: 'outside' })],
  [
    'a zone is left out of a list',
    {
      words: { ...words, site: { ...words.site, resolvers: ['self', '10.0.0.53'] } },
      options: { ...options, resolvers: ['192.0.2.1'] },
    },
    { words, options: oneZone },
  ],
  [
    'a service gets another application',
    usual,
    { words: { ...words, services: { media: { ...media, application: 'tls' } } }, options },
  ],
  [
    'a service gets other ports',
    usual,
    { words: { ...words, services: { media: { ...media, ports: ['udp/3478'] } } }, options },
  ],
  ['the resolvers become any', usual, withSite({ resolvers: 'any' })],
  ['hosts are matched by FQDN objects', usual, withOptions({ match: 'fqdn' })],
  ['the App-ID is no longer compared', usual, withOptions({ applications: 'any' })],
  ['an App-ID is removed', withGroups(dns, okta, sync, more), usual],
  ['another virtual system', usual, withOptions({ location: 'vsys2' })],
  [
    'from a device group to shared',
    withOptions({ location: { deviceGroup: 'Branch 1', rulebase: 'pre' } }),
    withOptions({ location: 'shared' }),
  ],
  [
    'the other rulebase of a device group',
    withOptions({ location: { deviceGroup: 'Branch 1', rulebase: 'pre' } }),
    withOptions({ location: { deviceGroup: 'Branch 1', rulebase: 'post' } }),
  ],
  ['another position', usual, withOptions({ position: { before: 'block-all' } })],
  ['logs are no longer sent', usual, { words, options: quiet }],
  ['the inner networks are no longer denied', usual, withSite({ inner: [] })],
  ['the clients change', usual, withSite({ clients: ['192.0.2.128/25'] })],
  ['the output is removed', usual, undefined],
  ['the output is new', undefined, usual],
  ['nothing changes', usual, usual],
];

/** Both files of a version. */
export function filesOf({ words: said, options: chosen }: Version): ReadonlyMap<string, string> {
  return render(policyOf(wordsFor(said, chosen)));
}
