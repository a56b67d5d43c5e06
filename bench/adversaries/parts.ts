import { type Adversary, all } from './adversary.ts';
import { address, alone, host, network, times } from './spec.ts';

/** Many entries of one kind. */
export const parts: readonly Adversary[] = [
  {
    name: 'services of one port in one group',
    commands: all,
    size: 400,
    exit: 0,
    files: alone((size) => ({
      services: times(
        size,
        (index) => `  s${index}: { ports: [tcp/${1000 + 2 * index}], application: other }`,
      ),
      groups: [{ endpoints: times(size, (index) => host(`h${index}.example.com`, `s${index}`)) }],
    })),
  },
  {
    name: 'a service of many ports',
    commands: all,
    size: 500,
    exit: 0,
    files: alone((size) => ({
      services: [
        `  s: { ports: [${times(size, (index) => `tcp/${1000 + 2 * index}`).join(', ')}], application: other }`,
      ],
      groups: [{ endpoints: [host('www.example.com', 's')] }],
    })),
  },
  {
    name: 'unresolved needs',
    commands: all,
    size: 5_000,
    exit: 0,
    files: alone((size) => ({
      root: [
        'unresolved:',
        ...times(size, (index) => `  - { id: u${index}, kind: silent, text: Need ${index} }`),
      ],
      groups: [{ endpoints: [host('www.example.com')] }],
    })),
  },
  {
    name: 'documents with domains, each with its endpoints',
    commands: all,
    size: 500,
    exit: 0,
    files: alone((size) => ({
      root: [
        'documents:',
        ...times(
          size,
          (index) => `  d${index}: { title: D ${index}, domains: [d${index}.example] }`,
        ),
      ],
      groups: [{ endpoints: times(10 * size, (index) => host(`h.d${index % size}.example`)) }],
    })),
  },
  {
    name: 'endpoints beside domains of documents',
    commands: all,
    size: 2_000,
    exit: 0,
    files: alone((size) => ({
      root: [
        'documents:',
        ...times(size / 20, (index) => {
          const domains = times(20, (each) => `d${index}-${each}.example`).join(', ');
          return `  d${index}: { title: D ${index}, domains: [${domains}] }`;
        }),
      ],
      groups: [{ endpoints: times(size, (index) => host(`h${index}.example.com`)) }],
    })),
  },
  {
    name: 'excluded groups',
    commands: all,
    size: 5_000,
    exit: 0,
    files: alone((size) => ({
      site: [`    exclude: [${times(size - 1, (index) => `g${index}`).join(', ')}]`],
      groups: times(size, (index) => ({ endpoints: [host(`h${index}.example.com`)] })),
    })),
  },
  {
    name: 'tests of flows',
    commands: all,
    size: 2_000,
    exit: 0,
    files: alone((size) => ({
      root: [
        'tests:',
        ...times(
          size,
          (index) => `  - { name: Test ${index}, allow: ["https://h${index}.example.com"] }`,
        ),
      ],
      groups: [{ endpoints: times(size, (index) => host(`h${index}.example.com`)) }],
    })),
  },
  {
    name: 'a test of all access',
    commands: all,
    size: 2_000,
    exit: 0,
    files: alone((size) => ({
      root: [
        'tests:',
        '  - name: All',
        `    only: [${times(size, (index) => `"https://h${index}.example.com"`).join(', ')}]`,
      ],
      groups: [{ endpoints: times(size, (index) => host(`h${index}.example.com`)) }],
    })),
  },
  {
    name: 'clients',
    commands: all,
    size: 500,
    exit: 0,
    files: alone((size) => ({
      clients: times(size, (index) => address(2 * index)),
      groups: [{ endpoints: [host('www.example.com'), network('203.0.113.0/24')] }],
    })),
  },
  {
    name: 'resolvers',
    commands: all,
    size: 50,
    exit: 0,
    files: alone((size) => ({
      services: ['  dns: { ports: [tcp/53, udp/53], application: dns }'],
      resolvers: ['self', ...times(size - 1, (index) => address(2 * index))],
      groups: [{ endpoints: [host('www.example.com'), '{ to: resolvers, service: dns }'] }],
    })),
  },
  {
    name: 'internal networks',
    commands: all,
    size: 500,
    exit: 0,
    files: alone((size) => ({
      site: [`    inner: [${times(size, (index) => address(2 * index)).join(', ')}]`],
      groups: [
        {
          endpoints: [
            host('www.example.com'),
            ...times(size, (index) => network(address(2 * index))),
          ],
        },
      ],
    })),
  },
  {
    name: 'App-IDs of each endpoint',
    commands: all,
    size: 1_000,
    exit: 0,
    files: alone((size) => ({
      groups: [
        {
          endpoints: times(
            size,
            (index) =>
              `{ host: "h${index}.example.com", service: https, applications: { paloalto: [app-${index}] } }`,
          ),
        },
      ],
    })),
  },
  {
    name: 'many sites with many groups',
    commands: all,
    size: 20,
    exit: 0,
    files: alone((size) => ({
      sites: times(20, (index) => `site-${index}`),
      groups: times(size * 5, (index) => ({ endpoints: [host(`h${index}.example.com`)] })),
    })),
  },
];
