import { type Adversary, all } from './adversary.ts';
import { address, alone, host, network, plainHost, times, withoutNames } from './spec.ts';

/** What only sites know, what they select, and what is accepted or declined. */
export const values: readonly Adversary[] = [
  {
    name: 'a variable of many values',
    commands: all,
    size: 500,
    exit: 0,
    files: alone((size) => ({
      root: ['variables: { tenant: { description: Yours } }'],
      site: [`    variables: { tenant: [${times(size, (index) => `t${index}`).join(', ')}] }`],
      groups: [
        {
          endpoints: [plainHost, ...times(4, (index) => host(`\${tenant}.d${index}.example.com`))],
        },
      ],
    })),
  },
  {
    name: 'variables with an endpoint each',
    commands: all,
    size: 500,
    exit: 0,
    files: alone((size) => ({
      root: [
        `variables: { ${times(size, (index) => `v${index}: { description: Yours }`).join(', ')} }`,
      ],
      site: [`    variables: { ${times(size, (index) => `v${index}: x${index}`).join(', ')} }`],
      groups: [
        { endpoints: [plainHost, ...times(size, (index) => host(`\${v${index}}.example.com`))] },
      ],
    })),
  },
  {
    name: 'many sites, each with its own value',
    commands: all,
    size: 50,
    exit: 0,
    files: alone((size) => ({
      root: [
        'variables: { tenant: { description: Yours } }',
        'tests:',
        ...times(
          20,
          (index) => `  - { name: T${index}, allow: ["https://\${tenant}.d${index}.example.com"] }`,
        ),
      ],
      sites: times(size, (index) => `site-${index}`),
      siteOf: (id) => [`    variables: { tenant: ${id} }`],
      groups: [{ endpoints: times(20, (index) => host(`\${tenant}.d${index}.example.com`)) }],
    })),
  },
  {
    name: 'destinations of one address',
    commands: all,
    size: 500,
    exit: 0,
    files: alone((size) => ({
      site: [
        `    destinations: { ${times(size, (index) => `d${index}: [${address(2 * index)}, h${index}.example.com]`).join(', ')} }`,
      ],
      groups: times(size, (index) => ({ endpoints: [`{ to: d${index}, service: https }`] })),
    })),
  },
  {
    name: 'a destination of many addresses',
    commands: all,
    size: 1_000,
    exit: 0,
    files: alone((size) => ({
      site: [`    destinations: { d: [${times(size, (index) => address(2 * index)).join(', ')}] }`],
      groups: times(2, (index) => ({
        endpoints: ['{ to: d, service: https }', host(`h${index}.example.com`, 'http')],
      })),
    })),
  },
  {
    name: 'groups that are selected, half of them by a tag',
    commands: all,
    size: 1_000,
    exit: 0,
    files: alone((size) => ({
      site: [
        `    select: { tags: [t], groups: [${times(size / 2, (index) => `g${2 * index}`).join(', ')}] }`,
      ],
      groups: times(size, (index) => ({
        tags: index % 2 === 0 ? ['other'] : ['t'],
        endpoints: [host(`h${index}.example.com`)],
      })),
    })),
  },
  {
    name: 'excluded groups whose access is still allowed',
    commands: all,
    size: 1_000,
    exit: 0,
    files: alone((size) => ({
      site: [`    exclude: [${times(size, (index) => `g${index}`).join(', ')}]`],
      groups: times(size + 1, (index) => ({
        endpoints: times(index === size ? size : 1, (each) => {
          const at = index + each + 1;
          return index % 2 === 0
            ? host(`h${index === size ? each : index}.example.com`)
            : network(`198.18.0.0-${address(at)}`);
        }),
      })),
    })),
  },
  {
    name: 'declined names',
    commands: all,
    size: 2_000,
    exit: 0,
    files: alone((size) => ({
      root: [
        'unresolved:',
        ...times(
          size,
          (index) =>
            `  - { id: u${index}, kind: declined, text: Need ${index}, names: [d${index}.example.com, "*.w${index}.example.com"] }`,
        ),
      ],
      groups: [{ endpoints: times(size, (index) => host(`h${index}.example.com`)) }],
    })),
  },
  {
    name: 'exceptions for an endpoint, a group and a list each',
    commands: all,
    size: 500,
    exit: 0,
    files: (size) => {
      const [spec = ''] = alone((count) => ({
        groups: times(count, (index) => ({
          endpoints: [host(`h${index}.example.com`), `{ list: l${index}.txt, service: https }`],
        })),
      }))(size).values();
      const details = 'reason: agreed, ticket: S-1, approvedBy: Security, until: 2099-12-31';
      const exceptions = times(size, (index) =>
        [`endpoint: h${index}.example.com`, `group: g${index}`, `list: l${index}.txt`].map(
          (subject) => `  - { rule: provenance-missing, ${subject}, ${details} }\n`,
        ),
      );
      return new Map([
        ['spec.yaml', spec],
        ['exceptions.yaml', `version: 1\nexceptions:\n${exceptions.flat().join('')}`],
        ...times(size, (index) => [`l${index}.txt`, `a${index}.example.net\n`] as const),
      ]);
    },
  },
  {
    name: 'protocols beside ports',
    commands: all,
    size: 1_000,
    exit: 0,
    files: alone((size) => ({
      targets: withoutNames,
      services: [
        '  vpn: { ports: [udp/500, sctp/2905], protocols: [esp, ah, gre, icmp-echo], application: other }',
      ],
      groups: [
        {
          endpoints: [
            plainHost,
            ...times(size, (index) => host(`h${index}.example.com`, 'vpn')),
            ...times(size, (index) => `{ network: ${address(2 * index)}, service: vpn }`),
          ],
        },
      ],
    })),
  },
  {
    name: 'tests that deny a port each',
    commands: all,
    size: 1_000,
    exit: 0,
    files: alone((size) => ({
      root: [
        'tests:',
        ...times(
          size,
          (index) => `  - { name: T${index}, never: { ports: [tcp/${1000 + index}] } }`,
        ),
      ],
      groups: [{ endpoints: times(size, (index) => host(`h${index}.example.com`)) }],
    })),
  },
];
