// These tricks were written before their authors had read how the review works.
import type { Trick } from './trick.ts';

const CDN = 'lists/cdn.txt';
const SPEC = 'spec.yaml';
const SERVICES = 'services.yaml';

const NEW_HELP = '  - id: remote-help\n';

/** Adds a group before the last ones. */
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
    name: 'any destination is written as many networks in a list that is hard to read',
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
    name: 'the metadata service is written as its NAT64 address',
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
    name: 'a default-deny site is narrowed to half of its clients, so that the other half is not filtered',
    change: [
      { file: SPEC, from: '    clients: [192.0.2.0/24]\n', to: '    clients: [192.0.2.0/25]\n' },
    ],
    caught: [{ by: 'diff', approval: ['clients'] }],
  },
  {
    name: 'a packet filter is removed from a default-deny site, so that its clients are not filtered',
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
    name: 'an endpoint loses its last day while it moves to another group',
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
    name: "the spec's default inspection becomes bypass, and its groups inherit it",
    change: [{ file: SPEC, from: 'inspection: allow\ninclude', to: 'inspection: bypass\ninclude' }],
    caught: [
      { by: 'diff', approval: ['inspection'] },
      { by: 'diff', findings: ['inspection-bypass'] },
    ],
  },
  {
    name: 'the resolver address of one firewall becomes an external one',
    change: [{ file: SPEC, from: 'resolvers: [192.0.2.53]', to: 'resolvers: [203.0.113.66]' }],
    caught: [
      { by: 'diff', gains: ['203.0.113.66'] },
      { by: 'diff', approval: ['resolvers'] },
    ],
  },
  {
    name: 'one proxy gets its own clients, more than those of the site',
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
    name: 'a tier that a firewall disables is enabled',
    change: [{ file: SPEC, from: ', disabledTiers: [recommended]', to: '' }],
    caught: [{ by: 'diff', approval: ['disabledTiers'] }],
  },
  {
    name: 'a test keeps its name and is limited to a site where it never fails',
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
    name: 'a host name looks the same with other letters: rn for m',
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
    name: 'the security profiles of the allowed sessions are removed',
    change: [{ file: SPEC, from: '        profileGroup: strict\n', to: '' }],
    caught: [{ by: 'diff', approval: ['profileGroup'] }],
  },
  {
    name: 'an exception is widened from an endpoint to its group before the group grows',
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
