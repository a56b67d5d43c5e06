import { booking, inSpec, site } from './edits.ts';
import type { Edit, Trick } from './trick.ts';

const inBranch = '    exclude: [remote-help]\n';
const inDepot = '    prefix: tcd\n';

/** Both sites give these values, as indented YAML; depot has only a proxy. */
function given(branch: string, depot = branch): Edit[] {
  return [
    inSpec(inBranch, `${inBranch}    ${branch}\n`),
    inSpec(inDepot, `${inDepot}    ${depot}\n`),
  ];
}

const tenant: readonly Edit[] = [
  inSpec('documents:\n', 'variables:\n  tenant: { description: your name }\n\ndocuments:\n'),
  booking(`{ url: "https://\${tenant}.example.com", ticket: CHG-100 }`),
  ...given('variables: { tenant: contoso }'),
];

const mirror: readonly Edit[] = [
  booking('{ to: mirror, service: https, ticket: CHG-100 }'),
  ...given('destinations: { mirror: [mirror.example.com] }'),
];

const except = (rule: string, endpoint: string): Edit => ({
  file: 'exceptions.yaml',
  from: 'exceptions:\n',
  to: `exceptions:\n  - { rule: ${rule}, endpoint: "${endpoint}", reason: known, ticket: SEC-2, approvedBy: Security, until: 2027-10-31 }\n`,
});

/** Tricks that change what a site gives for endpoints that are approved, or that hide another host in a value. */
export const siteValueTricks: readonly Trick[] = [
  {
    name: 'a site gets another name of a tenant, with the ticket of the approved endpoint',
    before: tenant,
    change: [
      inSpec(
        `${inBranch}    variables: { tenant: contoso }`,
        `${inBranch}    variables: { tenant: evil }`,
      ),
    ],
    caught: [
      { by: 'diff', gains: ['NEW evil.example.com tcp/443'] },
      { by: 'diff', approval: ['variables.tenant'] },
      { by: 'diff', findings: ['gained-without-reason'] },
    ],
  },
  {
    name: 'a site gets the value that an exception accepts at another site',
    before: [
      except('shared-tenant-wildcard', 'mirror'),
      booking('{ to: mirror, service: https, ticket: CHG-100 }'),
      ...given(
        'destinations: { mirror: ["*.github.io"] }',
        'destinations: { mirror: [mirror.example.com] }',
      ),
    ],
    change: [inSpec('mirror: [mirror.example.com]', 'mirror: ["*.github.io"]')],
    caught: [
      { by: 'diff', gains: ['NEW *.github.io tcp/443'] },
      { by: 'diff', approval: ['destinations.mirror'] },
      { by: 'diff', findings: ['shared-tenant-wildcard'] },
    ],
  },
  {
    name: 'a value becomes a list',
    before: tenant,
    change: [
      inSpec(
        `${inBranch}    variables: { tenant: contoso }`,
        `${inBranch}    variables: { tenant: [contoso, evil] }`,
      ),
    ],
    caught: [
      { by: 'diff', gains: ['NEW evil.example.com tcp/443'] },
      { by: 'diff', approval: ['variables.tenant'] },
    ],
  },
  {
    name: 'a value ends the host and begins another',
    before: tenant,
    change: [
      inSpec(
        `${inBranch}    variables: { tenant: contoso }`,
        `${inBranch}    variables: { tenant: "evil.example/" }`,
      ),
    ],
    caught: [{ by: 'validate', problems: ['contains "/"'] }],
  },
  {
    name: 'a value is a wildcard',
    before: tenant,
    change: [
      inSpec(
        `${inBranch}    variables: { tenant: contoso }`,
        `${inBranch}    variables: { tenant: "*" }`,
      ),
    ],
    caught: [{ by: 'validate', problems: ['contains "*"'] }],
  },
  {
    name: 'a mirror of a site becomes the host of a third party',
    before: mirror,
    change: [
      inSpec(
        `${inBranch}    destinations: { mirror: [mirror.example.com] }`,
        `${inBranch}    destinations: { mirror: [mirror.example.org] }`,
      ),
    ],
    caught: [
      { by: 'diff', gains: ['NEW mirror.example.org tcp/443'] },
      { by: 'diff', approval: ['destinations.mirror'] },
      { by: 'diff', findings: ['third-party-domain', 'gained-without-reason'] },
    ],
  },
  {
    name: 'a mirror of a site becomes the router itself',
    before: mirror,
    change: [
      inSpec(
        `${inBranch}    destinations: { mirror: [mirror.example.com] }`,
        `${inBranch}    destinations: { mirror: [self] }`,
      ),
    ],
    caught: [
      { by: 'diff', gains: ['NEW self tcp/443'] },
      { by: 'diff', findings: ['device-service'] },
    ],
  },
  {
    name: 'the exception for the written form is to accept another value',
    before: [
      ...mirror,
      inSpec(
        `${inBranch}    destinations: { mirror: [mirror.example.com] }`,
        `${inBranch}    destinations: { mirror: [mirror.example.org] }`,
      ),
      except('third-party-domain', 'mirror'),
    ],
    change: [inSpec('[mirror.example.org]', '[mirror.example.net]')],
    caught: [{ by: 'diff', findings: ['third-party-domain'] }],
  },
  {
    name: 'a new site gives the values that it likes',
    before: mirror,
    change: [
      site(
        '  kiosk:\n    prefix: tck\n    device: kiosk\n    clients: [198.51.100.64/26]\n    resolvers: [self]\n    enforce: closed\n    tiers: [required]\n    destinations: { mirror: [10.0.0.7] }\n    targets: { squid: { tlsInspection: none } }\n',
      ),
    ],
    caught: [
      { by: 'diff', gains: ['NEW 10.0.0.7 tcp/443'] },
      { by: 'diff', findings: ['private-address'] },
    ],
  },
];
