import { inSpec } from './edits.ts';
import type { Edit, Trick } from './trick.ts';

/** Before these tricks, the branch selects by a tag that two groups have. */
const selecting = [
  inSpec('    title: Booking\n', '    title: Booking\n    tags: [daily]\n'),
  inSpec('    title: Names\n', '    title: Names\n    tags: [daily]\n'),
  inSpec('    exclude: [remote-help]\n', '    select: { tags: [daily] }\n'),
];

const helpOfVendor =
  '  - { id: help, title: Help, tier: optional, endpoints: [{ host: help.vendor.example.com, service: https }] }\n';
const testOfVendor = `tests:
  - { name: only ours, only: ["https://*.vendor.example.com"] }
`;
/** The same demand in the spec itself and in the one that it includes. */
const wholeTest = 'tests:\n  - { name: "vendor: only ours", never: { ports: [tcp/22] } }\n';

/** Before these tricks, the spec includes another one that stands alone. */
const including: readonly Edit[] = [
  inSpec('include: [services.yaml]', 'include: [services.yaml, { spec: vendor.yaml, as: vendor }]'),
  {
    file: 'vendor.yaml',
    text: `version: 1
name: vendor
prefix: vnd
title: Vendor
services:
  https: { ports: [tcp/443], application: tls }
groups:
  - { id: base, title: Base, tier: required, endpoints: [{ host: base.vendor.example.com, service: https }] }
${helpOfVendor}${testOfVendor}`,
  },
];

/** Tricks with the groups that a site selects, and with specs that the spec includes. */
export const selectionTricks: readonly Trick[] = [
  {
    name: 'an included spec opens more in its own file',
    before: including,
    change: [
      {
        file: 'vendor.yaml',
        from: 'base.vendor.example.com, service: https }]',
        to: 'base.vendor.example.com, service: https }, { host: "*.new.example.com", service: https }]',
      },
    ],
    caught: [{ by: 'diff', gains: ['NEW *.new.example.com tcp/443'] }],
  },
  {
    name: 'an included spec gets a name that the excluded groups of the site do not have',
    before: [
      ...including,
      inSpec('    exclude: [remote-help]\n', '    exclude: [remote-help, vendor-help]\n'),
    ],
    change: [inSpec('as: vendor }', 'as: maker }'), inSpec('vendor-help', 'maker-base')],
    caught: [
      { by: 'diff', gains: ['help.vendor.example.com'] },
      { by: 'diff', approval: ['exclude'] },
    ],
  },
  {
    name: 'the inspection at the top of an included spec changes for all of its groups',
    before: including,
    change: [
      { file: 'vendor.yaml', from: 'title: Vendor\n', to: 'title: Vendor\ninspection: bypass\n' },
    ],
    caught: [{ by: 'diff', findings: ['inspection-bypass'] }],
  },
  {
    name: 'an included spec gets sites, so that its test no longer judges the others',
    before: including,
    change: [
      {
        file: 'vendor.yaml',
        from: '{ name: only ours,',
        to: '{ name: only ours, sites: [lab],',
      },
      {
        file: 'vendor.yaml',
        from: 'tests:\n',
        to: 'sites:\n  lab: { clients: [192.0.2.0/24], resolvers: [self], enforce: closed, tiers: [required], targets: { iptables: {} } }\ntests:\n',
      },
    ],
    caught: [{ by: 'diff', approval: ['vendor: only ours'] }],
  },
  {
    name: 'an included spec opens more than its test with a variable, which no site gives a value for',
    before: [
      ...including,
      {
        file: 'vendor.yaml',
        from: testOfVendor,
        to: `  - { id: tenant, title: Tenant, tier: optional, endpoints: [{ url: "https://\${tenant}.okta.example" }] }
variables: { tenant: {} }
${testOfVendor.replace('only: [', `only: ["https://\${tenant}.okta.example", `)}`,
      },
      inSpec('    exclude: [remote-help]\n', '    exclude: [remote-help, vendor-tenant]\n'),
    ],
    change: [
      {
        file: 'vendor.yaml',
        from: 'base.vendor.example.com, service: https }]',
        to: 'base.vendor.example.com, service: https }, { host: evil.example.org, service: https }]',
      },
    ],
    caught: [
      { by: 'diff', gains: ['NEW evil.example.org tcp/443'] },
      { by: 'verify', fails: ['vendor: only ours'] },
    ],
  },
  {
    name: 'a test of the whole spec moves into an included spec, under its full name',
    before: [
      ...including,
      { file: 'vendor.yaml', from: testOfVendor, to: '' },
      inSpec('\ntests:\n', `\n${wholeTest}`),
    ],
    change: [
      inSpec(wholeTest, 'tests:\n'),
      {
        file: 'vendor.yaml',
        from: helpOfVendor,
        to: `${helpOfVendor}${wholeTest.replace('vendor: ', '')}`,
      },
    ],
    caught: [{ by: 'diff', approval: ['vendor: only ours'] }],
  },
  {
    name: 'a group moves out of an included spec under its full id, so that no test there judges it',
    before: including,
    change: [
      { file: 'vendor.yaml', from: helpOfVendor, to: '' },
      inSpec('groups:\n', `groups:\n${helpOfVendor.replace('id: help', 'id: vendor-help')}`),
    ],
    caught: [{ by: 'diff', approval: ['vendor: only ours'] }],
  },
  {
    name: 'a group gets the tag by which a site selects',
    before: [...selecting],
    change: [inSpec('    title: Reports\n', '    title: Reports\n    tags: [daily]\n')],
    caught: [
      { by: 'diff', gains: ['reports.example.com'] },
      { by: 'diff', approval: ['tags'] },
    ],
  },
  {
    name: 'the selection of a site is removed',
    before: [...selecting],
    change: [inSpec('    select: { tags: [daily] }\n', '')],
    caught: [
      { by: 'diff', gains: ['reports.example.com'] },
      { by: 'diff', approval: ['select'] },
    ],
  },
];
