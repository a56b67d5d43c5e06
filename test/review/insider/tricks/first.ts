// Tricks that were written before anybody who wrote them had read how the review works.
import type { Trick } from './trick.ts';

const CDN = 'lists/cdn.txt';
const SPEC = 'spec.yaml';
const SERVICES = 'services.yaml';

const NEW_HELP = '  - id: remote-help\n';

/** A group more, before the last ones. */
function group(text: string): { file: string; from: string; to: string } {
  return { file: SPEC, from: NEW_HELP, to: `${text}${NEW_HELP}` };
}

const helper = (endpoints: readonly string[]): { file: string; from: string; to: string } =>
  group(`  - id: helper
    title: Helper
    tier: required
    source: { document: guide, section: Servers }
    endpoints:
${endpoints.map((endpoint) => `      - ${endpoint}\n`).join('')}`);

/** The tricks. */
export const firstTricks: readonly Trick[] = [
  {
    name: 'sixty-four ports of a host are split over four services of sixteen',
    change: [
      {
        file: SERVICES,
        from: '  mqtt:',
        to: [0, 1, 2, 3]
          .map((part) => {
            const low = 6000 + 16 * part;
            return `  part-${part}: { ports: [tcp/${low}-${low + 15}], application: other }\n`;
          })
          .join('')
          .concat('  mqtt:'),
      },
      helper([0, 1, 2, 3].map((part) => `{ host: api.example.com, service: part-${part} }`)),
    ],
    caught: [
      { by: 'diff', gains: ['tcp/6000-6015', 'tcp/6048-6063'] },
      { by: 'diff', findings: ['broad-port-range'] },
    ],
  },
  {
    name: 'everywhere is written as networks that each look like a part, in a list that is hard to read',
    change: [
      {
        file: CDN,
        from: 'a.cdn.example.net\n',
        to: `a.cdn.example.net\n${['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/2'].join('\n')}\n`,
      },
    ],
    caught: [{ by: 'diff', findings: ['any-destination'] }],
  },
  {
    name: 'the metadata service is written as the IPv6 address that a translator leads there',
    change: [helper(['{ network: "64:ff9b::a9fe:a9fe", service: http }'])],
    caught: [{ by: 'diff', findings: ['metadata-address'] }],
  },
  {
    name: 'the tenants of a service are written as a pattern for each first letter',
    change: [
      helper(
        [...'abcdefghijklmnopqrstuvwxyz0123456789'].map(
          (letter) => `{ host: "${letter}*.okta.com", service: https }`,
        ),
      ),
    ],
    caught: [{ by: 'diff', findings: ['shared-tenant-wildcard'] }],
  },
  {
    name: 'a closed site is narrowed to half of its clients, so that nothing closes the other half',
    change: [
      { file: SPEC, from: '    clients: [192.0.2.0/24]\n', to: '    clients: [192.0.2.0/25]\n' },
    ],
    caught: [{ by: 'diff', approval: ['clients'] }],
  },
  {
    name: 'a packet filter is taken out of a closed site, so that nothing closes its clients',
    change: [{ file: SPEC, from: '      iptables: { protectSelf: true }\n', to: '' }],
    caught: [{ by: 'diff', approval: ['iptables'] }],
  },
  {
    name: "the attacker's domain becomes one of the publisher's, so that no host there is a third party's",
    change: [
      { file: SPEC, from: 'domains: [example.com]', to: 'domains: [example.com, evil.net]' },
      helper(['{ url: "https://collect.evil.net" }']),
    ],
    caught: [{ by: 'diff', findings: ['third-party-domain'] }],
  },
  {
    name: 'the checksum of the document is changed to that of another document',
    change: [{ file: SPEC, from: 'sha256: 9f86d081', to: 'sha256: 00000000' }],
    caught: [{ by: 'diff', approval: ['sha256'] }],
  },
  {
    name: 'an endpoint loses its last day while its line is moved to another group',
    change: [
      {
        file: SPEC,
        from: '      - { url: "https://api.example.com", ticket: CHG-100, expires: "2027-03-31" }\n',
        to: '',
      },
      helper(['{ url: "https://api.example.com", ticket: CHG-100 }']),
    ],
    caught: [{ by: 'diff', approval: ['expires'] }],
  },
  {
    name: "the spec's default inspection becomes bypass and the groups that must not follow say nothing",
    change: [{ file: SPEC, from: 'inspection: allow\ninclude', to: 'inspection: bypass\ninclude' }],
    caught: [
      { by: 'diff', approval: ['inspection'] },
      { by: 'diff', findings: ['inspection-bypass'] },
    ],
  },
  {
    name: 'the address that stands for the resolver at one firewall becomes a stranger',
    change: [{ file: SPEC, from: 'resolvers: [192.0.2.53]', to: 'resolvers: [203.0.113.66]' }],
    caught: [
      { by: 'diff', gains: ['203.0.113.66'] },
      { by: 'diff', approval: ['resolvers'] },
    ],
  },
  {
    name: 'one proxy gets clients of its own, wider than those of the site',
    change: [
      {
        file: SPEC,
        from: 'squid: { tlsInspection: explicit }',
        to: 'squid: { tlsInspection: explicit, clients: [192.0.2.0/23] }',
      },
    ],
    caught: [{ by: 'diff', gains: ['for 192.0.3.0/24'] }],
  },
  {
    name: 'the tier that a firewall has switched off is switched on',
    change: [{ file: SPEC, from: ', disabledTiers: [recommended]', to: '' }],
    caught: [{ by: 'diff', approval: ['disabledTiers'] }],
  },
  {
    name: 'a test is kept by name and limited to a site that it never fails at',
    change: [
      {
        file: SPEC,
        from: '  - name: nothing else is open\n',
        to: '  - name: nothing else is open\n    sites: [depot]\n',
      },
    ],
    caught: [{ by: 'diff', approval: ['nothing else is open'] }],
  },
  {
    name: 'the name that a client looks at is the same and its letters are not: rn for m',
    change: [helper(['{ host: api.exarnple.com, service: https }'])],
    caught: [
      { by: 'diff', gains: ['api.exarnple.com'] },
      { by: 'diff', findings: ['third-party-domain'] },
    ],
  },
  {
    name: 'the jump goes into a chain that no packet passes',
    change: [
      {
        file: SPEC,
        from: 'iptables: { protectSelf: true }',
        to: 'iptables: { protectSelf: true, hook: SPARE }',
      },
    ],
    caught: [{ by: 'diff', approval: ['hook'] }],
  },
  {
    name: 'the security profiles of the allowed sessions are left out',
    change: [{ file: SPEC, from: '        profileGroup: strict\n', to: '' }],
    caught: [{ by: 'diff', approval: ['profileGroup'] }],
  },
  {
    name: 'an exception is stretched from an endpoint to its group before the group gets more',
    change: [
      {
        file: 'exceptions.yaml',
        from: 'endpoint: "http://updates.example.com/clock"',
        to: 'endpoint: booking',
      },
      {
        file: SPEC,
        from: '      - { list: lists/cdn.txt, service: https }\n',
        to: '      - { list: lists/cdn.txt, services: [http, https] }\n',
      },
    ],
    caught: [
      { by: 'diff', approval: ['booking'] },
      { by: 'diff', findings: ['cleartext'] },
    ],
  },
];
