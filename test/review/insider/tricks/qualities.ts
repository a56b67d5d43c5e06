import { booking, group, helper, inSpec, tested } from './edits.ts';
import type { Trick } from './trick.ts';

const api = '      - { url: "https://api.example.com", ticket: CHG-100, expires: "2027-03-31" }\n';

/** Tricks that change properties of kept access: its last day, App-IDs, inspection and tier. */
export const qualityTricks: readonly Trick[] = [
  {
    name: 'the last day of an endpoint is postponed',
    change: [inSpec('2027-03-31', '2037-03-31')],
    caught: [{ by: 'diff', approval: ['expires'] }],
  },
  {
    name: 'the last day is removed while url becomes host',
    change: [inSpec(api, '      - { host: api.example.com, service: https, ticket: CHG-100 }\n')],
    caught: [{ by: 'diff', approval: ['api.example.com tcp/443: expires'] }],
  },
  {
    name: 'the last day is removed while the URL gets a slash at its end',
    change: [inSpec(api, '      - { url: "https://api.example.com/", ticket: CHG-100 }\n')],
    caught: [{ by: 'diff', approval: ['expires'] }],
  },
  {
    name: 'an endpoint with a last day is repeated without it in another group',
    change: [helper(['{ host: api.example.com, service: https }'])],
    caught: [{ by: 'diff', approval: ['expires'] }],
  },
  {
    name: 'an endpoint with a last day is repeated in a list',
    change: [{ file: 'lists/cdn.txt', from: 'b.cdn', to: 'api.example.com\nb.cdn' }],
    caught: [{ by: 'diff', approval: ['expires'] }],
  },
  {
    name: 'the last day is removed while the group is renamed',
    change: [
      inSpec('  - id: booking\n', '  - id: booking-two\n'),
      inSpec(', expires: "2027-03-31"', ''),
    ],
    caught: [{ by: 'diff', approval: ['expires'] }],
  },
  {
    name: 'a host moves to a group with other App-IDs',
    change: [
      inSpec(api, ''),
      inSpec(
        '{ url: "https://reports.example.com",',
        '{ url: "https://api.example.com", expires: "2027-03-31" }\n      - { url: "https://reports.example.com",',
      ),
    ],
    caught: [{ by: 'diff', approval: ['api.example.com tcp/443: applications.paloalto'] }],
  },
  {
    name: 'an App-ID of a tunnel joins those of a group',
    change: [inSpec('[clock-reports]', '[clock-reports, teamviewer]')],
    caught: [{ by: 'diff', approval: ['applications.paloalto'] }],
  },
  {
    name: 'an endpoint gets its own App-ID',
    change: [inSpec('ticket: CHG-100,', 'ticket: CHG-100, applications: { paloalto: [ssh] },')],
    caught: [{ by: 'diff', approval: ['applications.paloalto'] }],
  },
  {
    name: 'a firewall stops checking App-IDs',
    change: [inSpec('        from: trust\n', '        from: trust\n        applications: any\n')],
    caught: [{ by: 'diff', approval: ['paloalto.applications'] }],
  },
  {
    name: 'the application of a service becomes one that is not inspected',
    change: [
      {
        file: 'services.yaml',
        from: '[tcp/80], application: http',
        to: '[tcp/80], application: other',
      },
    ],
    before: [inSpec('http://updates.example.com/clock', 'http://updates.example.com/')],
    caught: [{ by: 'diff', approval: ['application'] }],
  },
  {
    name: 'one word makes an endpoint bypass inspection',
    change: [inSpec('ticket: CHG-100,', 'ticket: CHG-100, inspection: bypass,')],
    caught: [
      { by: 'diff', approval: ['api.example.com tcp/443: inspection'] },
      { by: 'diff', findings: ['inspection-bypass'] },
    ],
  },
  {
    name: 'a group bypasses inspection, and its title denies it',
    change: [
      inSpec('    title: Booking\n', '    title: Booking, inspected\n    inspection: bypass\n'),
    ],
    caught: [{ by: 'diff', approval: ['inspection'] }],
  },
  {
    name: 'a wide bypass covers a narrow inspected endpoint',
    change: [
      group(`  - id: all
    title: All
    tier: optional
    inspection: bypass
    source: { document: guide, section: Servers }
    endpoints:
      - { host: "*.example.com", service: https }
`),
    ],
    caught: [
      { by: 'diff', gains: ['*.example.com tcp/443'] },
      { by: 'diff', findings: ['inspection-bypass'] },
    ],
  },
  {
    name: 'the same access is listed as bypassing and as inspected',
    change: [booking('{ url: "https://reports.example.com" }')],
    caught: [{ by: 'validate', problems: ['inspection'] }],
  },
  {
    name: 'a recommended group becomes required',
    change: [
      inSpec(
        '    title: Reports\n    tier: recommended\n',
        '    title: Reports\n    tier: required\n',
      ),
    ],
    caught: [{ by: 'diff', gains: ['reports.example.com tcp/443 for 198.51.100.128/25'] }],
  },
  {
    name: 'a test of a path is loosened to the whole host',
    before: [
      tested(
        '{ name: paths, flow: "http://updates.example.com/x", expect: { squid: deny, pac: deny } }',
      ),
    ],
    change: [inSpec('expect: { squid: deny, pac: deny }', 'expect: { pac: deny }')],
    caught: [{ by: 'diff', approval: ['paths'] }],
  },
  {
    name: 'a new wildcard without a last day covers a host that has one',
    change: [helper(['{ host: "*.example.com", service: https }'])],
    caught: [
      { by: 'diff', gains: ['*.example.com tcp/443'] },
      { by: 'diff', approval: ['expires'] },
    ],
  },
  {
    name: 'a new wildcard with the App-ID of a tunnel covers a host that lacks it',
    change: [
      group(`  - id: all
    title: All
    tier: optional
    source: { document: guide, section: Servers }
    applications: { paloalto: [teamviewer] }
    endpoints:
      - { host: "*.example.com", service: https }
`),
    ],
    caught: [
      { by: 'diff', gains: ['*.example.com tcp/443'] },
      { by: 'diff', approval: ['applications.paloalto'] },
    ],
  },
  {
    name: 'a network that bypasses inspection covers one that is inspected',
    change: [helper(['{ network: 198.51.100.0/24, service: mqtt, inspection: bypass }'])],
    caught: [
      { by: 'diff', gains: ['tcp/8883'] },
      { by: 'diff', findings: ['inspection-bypass'] },
      { by: 'diff', approval: ['inspection'] },
    ],
  },
];
