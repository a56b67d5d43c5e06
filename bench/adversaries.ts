/** The commands that an adversary is made for. `generate` and `validate` read the spec alone, the others also its files. */
export type Command = 'validate' | 'generate' | 'check' | 'verify' | 'lint' | 'diff';

/** A kind of spec on which a naive algorithm is slow. When its size doubles, a command may take about twice as long. */
export type Adversary = {
  readonly name: string;
  readonly commands: readonly Command[];
  /** A size at which a quadratic algorithm is noticeable. The bench also measures twice this size. */
  readonly size: number;
  /** The exit code of `validate` and `generate`: 0, or 3 if the spec is refused. */
  readonly exit: 0 | 3;
  /** Texts by path; the spec is `spec.yaml`. */
  readonly files: (size: number) => ReadonlyMap<string, string>;
};

type Group = {
  readonly id?: string;
  readonly inspection?: 'allow' | 'bypass';
  readonly endpoints: readonly string[];
};

type Parts = {
  readonly groups: readonly Group[];
  readonly services?: readonly string[];
  readonly root?: readonly string[];
  readonly site?: readonly string[];
  readonly sites?: readonly string[];
  readonly targets?: string;
  readonly clients?: readonly string[];
  readonly resolvers?: readonly string[];
};

const everyTarget = `
      iptables: {}
      pac: { proxy: "PROXY proxy.example.net:3128", compact: true }
      paloalto: { from: trust, to: untrust, resolvers: [192.0.2.53], position: bottom }
      pfsense: { interface: lan }
      squid: { tlsInspection: explicit }`;

// A resolver fills iptables' sets with at most some thousand names, and a PAC file has at most 1 MiB.
const withoutNames = `
      paloalto: { from: trust, to: untrust, resolvers: [192.0.2.53], position: bottom }
      pfsense: { interface: lan }
      squid: { tlsInspection: explicit }`;

function spec({
  groups,
  services = [],
  root = [],
  site = [],
  sites = ['one'],
  targets = everyTarget,
  clients = ['192.0.2.0/24', '"2001:db8:c1::/64"'],
  resolvers = ['self'],
}: Parts): string {
  return `${[
    'version: 1',
    'name: bench',
    'prefix: bench',
    'title: Bench',
    ...root,
    'services:',
    '  https: { ports: [tcp/443], application: tls }',
    '  http: { ports: [tcp/80], application: http }',
    ...services,
    'sites:',
    ...sites.flatMap((id) => [
      `  ${id}:`,
      `    clients: [${clients.join(', ')}]`,
      `    resolvers: [${resolvers.join(', ')}]`,
      '    enforce: closed',
      '    tiers: [required]',
      ...site,
      `    targets:${targets}`,
    ]),
    'groups:',
    ...groups.flatMap(({ id, inspection = 'bypass', endpoints }, index) => [
      `  - id: ${id ?? `g${index}`}`,
      `    title: Group ${index}`,
      '    tier: required',
      `    inspection: ${inspection}`,
      '    endpoints:',
      ...endpoints.map((endpoint) => `      - ${endpoint}`),
    ]),
  ].join('\n')}\n`;
}

function times<Value>(count: number, make: (index: number) => Value): Value[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function alone(parts: (size: number) => Parts): Adversary['files'] {
  return (size) => new Map([['spec.yaml', spec(parts(size))]]);
}

const host = (name: string, service = 'https') => `{ host: "${name}", service: ${service} }`;
const network = (text: string) => `{ network: "${text}", service: https }`;
const address = (index: number) => `198.${18 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;

// Every target can express it. A target with nothing else would refuse the spec.
const plainHost = host('www.example.net');

/** A group of bypasses beside a group of permissions, of the same size. */
function beside(
  bypass: (index: number) => string,
  allow: (index: number) => string,
  targets = everyTarget,
): Adversary['files'] {
  return alone((size) => ({
    targets,
    groups: [
      { inspection: 'bypass', endpoints: [plainHost, ...times(size, bypass)] },
      { inspection: 'allow', endpoints: times(size, allow) },
    ],
  }));
}

const reading = ['validate', 'generate'] as const;
const all = ['validate', 'generate', 'check', 'verify', 'lint', 'diff'] as const;

export const adversaries: readonly Adversary[] = [
  {
    name: 'permissions beside bypasses: hosts',
    commands: all,
    size: 2_000,
    exit: 0,
    files: beside(
      (index) => host(`b${index}.example.com`),
      (index) => host(`a${index}.example.com`),
    ),
  },
  {
    name: 'permissions beside bypasses: wildcards around hosts',
    commands: all,
    size: 2_000,
    exit: 0,
    files: beside(
      (index) => host(`*.w${index}.example.com`),
      (index) => host(`a.w${index}.example.com`),
    ),
  },
  {
    name: 'permissions beside bypasses: hosts in wildcards',
    commands: all,
    size: 2_000,
    exit: 0,
    files: beside(
      (index) => host(`a.w${index}.example.com`),
      (index) => host(`*.w${index}.example.com`),
    ),
  },
  {
    name: 'permissions beside bypasses: networks',
    commands: all,
    size: 2_000,
    exit: 0,
    files: beside(
      (index) => network(`${address(4 * index)}-${address(4 * index + 2)}`),
      (index) => network(`${address(4 * index + 2)}-${address(4 * index + 3)}`),
    ),
  },
  {
    name: 'permissions beside bypasses: nested networks',
    commands: all,
    size: 1_000,
    exit: 0,
    files: beside(
      (index) => network(`198.18.0.0-${address(index + 1)}`),
      (index) => network(`198.18.0.1-${address(index + 2)}`),
    ),
  },
  {
    name: 'permissions beside bypasses: paths of one host',
    commands: all,
    size: 1_000,
    exit: 0,
    files: beside(
      (index) => `{ url: "http://www.example.com/b${index}" }`,
      (index) => `{ url: "http://www.example.com/a${index}" }`,
    ),
  },
  {
    name: 'permissions beside bypasses: a rule for each',
    commands: all,
    size: 500,
    exit: 0,
    files: alone((size) => ({
      groups: times(2 * size, (index) => ({
        inspection: index % 2 === 0 ? ('bypass' as const) : ('allow' as const),
        endpoints: [host(`h${index}.example.com`)],
      })),
    })),
  },
  {
    name: 'patterns in one group',
    commands: all,
    size: 500,
    exit: 0,
    files: alone((size) => ({
      groups: [
        { endpoints: [plainHost, ...times(size, (index) => host(`a*-${index}.example.com`))] },
      ],
    })),
  },
  {
    name: 'patterns beside patterns: different ends',
    commands: all,
    size: 500,
    exit: 0,
    files: beside(
      (index) => host(`b*-${index}.example.com`),
      (index) => host(`a*-${index}.example.com`),
    ),
  },
  {
    name: 'patterns beside patterns: all meet',
    commands: all,
    size: 250,
    exit: 0,
    files: beside(
      (index) => host(`a*-${index}.example.com`),
      (index) => host(`a${index}-*.example.com`),
    ),
  },
  {
    name: 'patterns beside wildcards',
    commands: all,
    size: 500,
    exit: 0,
    files: beside(
      (index) => host(`*.b${index}.example.com`),
      (index) => host(`a${index}.c*.example.com`),
    ),
  },
  {
    name: 'patterns beside hosts',
    commands: all,
    size: 500,
    exit: 0,
    files: beside(
      (index) => host(`a*-${index}.example.com`),
      (index) => host(`a-${index}.example.com`),
    ),
  },
  {
    name: 'one host in many groups',
    commands: all,
    size: 2_000,
    exit: 0,
    files: alone((size) => ({
      groups: times(size, () => ({ endpoints: [host('www.example.com')] })),
    })),
  },
  {
    name: 'one host many times in a group',
    commands: all,
    size: 10_000,
    exit: 0,
    files: alone((size) => ({
      groups: [{ endpoints: times(size, () => host('www.example.com')) }],
    })),
  },
  {
    name: 'one host on many services',
    commands: all,
    size: 400,
    exit: 0,
    files: alone((size) => ({
      services: times(
        size,
        (index) => `  s${index}: { ports: [tcp/${1000 + 2 * index}], application: tls }`,
      ),
      groups: [{ endpoints: times(size, (index) => host('www.example.com', `s${index}`)) }],
    })),
  },
  {
    name: 'one host with many paths',
    commands: all,
    size: 2_000,
    exit: 0,
    files: alone((size) => ({
      groups: [
        { endpoints: times(size, (index) => `{ url: "http://www.example.com/p${index}" }`) },
      ],
    })),
  },
  {
    name: 'one host with many paths on TLS',
    commands: all,
    size: 4_000,
    exit: 0,
    files: alone((size) => ({
      groups: [
        { endpoints: times(size, (index) => `{ url: "https://www.example.com/p${index}" }`) },
      ],
    })),
  },
  {
    name: 'one path of many hosts',
    commands: all,
    size: 2_000,
    exit: 0,
    files: alone((size) => ({
      groups: [{ endpoints: times(size, (index) => `{ url: "http://h${index}.example.com/p" }`) }],
    })),
  },
  {
    name: 'a path below a path below a path',
    commands: all,
    size: 400,
    exit: 0,
    files: alone((size) => ({
      groups: [
        {
          endpoints: times(
            size,
            (index) => `{ url: "http://www.example.com${'/a'.repeat(index + 1)}" }`,
          ),
        },
      ],
    })),
  },
  {
    name: 'a subdomain of a subdomain',
    commands: all,
    size: 100,
    exit: 0,
    files: alone((size) => ({
      groups: [
        {
          endpoints: [
            plainHost,
            ...times(size / 2, (index) => host(`*.${'a.'.repeat(index)}example.com`)),
          ],
        },
      ],
    })),
  },
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
    name: 'a chain of included files',
    commands: reading,
    size: 2_000,
    exit: 3,
    files: (size) => included(size, (index) => (index + 1 < size ? [`f${index + 1}.yaml`] : [])),
  },
  {
    name: 'many included files',
    commands: reading,
    size: 500,
    exit: 0,
    files: (size) =>
      included(size, (index) =>
        index === 0 ? times(size - 1, (each) => `f${each + 1}.yaml`) : [],
      ),
  },
  {
    name: 'files that two others include',
    commands: reading,
    size: 40,
    exit: 3,
    files: (size) =>
      included(size, (index) => {
        const pair = index - (index % 2);
        return pair + 2 < size ? [`f${pair + 2}.yaml`, `f${pair + 3}.yaml`] : [];
      }),
  },
  {
    name: 'many lists of one line',
    commands: all,
    size: 2_000,
    exit: 0,
    files: (size) =>
      new Map([
        [
          'spec.yaml',
          spec({
            groups: [
              { endpoints: times(size, (index) => `{ list: l${index}.txt, service: https }`) },
            ],
          }),
        ],
        ...times(size, (index) => [`l${index}.txt`, `h${index}.example.com\n`] as const),
      ]),
  },
  {
    name: 'one list many times',
    commands: all,
    size: 200,
    exit: 0,
    files: (size) =>
      new Map([
        [
          'spec.yaml',
          spec({ groups: times(size, () => ({ endpoints: ['{ list: l.txt, service: https }'] })) }),
        ],
        ['l.txt', times(100, (index) => `h${index}.example.com\n`).join('')],
      ]),
  },
  {
    name: 'unknown keys',
    commands: reading,
    size: 10_000,
    exit: 3,
    files: alone((size) => ({
      groups: [{ endpoints: times(size, (index) => `{ host${index}: a }`) }],
    })),
  },
  {
    name: 'unknown services',
    commands: reading,
    size: 10_000,
    exit: 3,
    files: alone((size) => ({
      services: times(900, (index) => `  service-${index}: { ports: [tcp/80], application: http }`),
      groups: [{ endpoints: times(size, (index) => host('a.example.com', `servise-${index}x`)) }],
    })),
  },
  {
    name: 'groups with one id',
    commands: reading,
    size: 4_000,
    exit: 3,
    files: alone((size) => ({
      groups: times(size, () => ({ id: 'same', endpoints: [host('www.example.com')] })),
    })),
  },
  {
    name: 'two inspections of each host',
    commands: reading,
    size: 4_000,
    exit: 3,
    files: beside(
      (index) => host(`h${index}.example.com`),
      (index) => host(`h${index}.example.com`),
    ),
  },
  {
    name: 'one host with two inspections, many times',
    commands: reading,
    size: 1_000,
    exit: 3,
    files: alone((size) => ({
      services: times(
        400,
        (index) => `  s${index}: { ports: [tcp/${1000 + 2 * index}], application: tls }`,
      ),
      groups: times(size, (index) => ({
        inspection: index % 2 === 0 ? ('allow' as const) : ('bypass' as const),
        endpoints: times(4, (each) => host('www.example.com', `s${(7 * index + each) % 400}`)),
      })),
    })),
  },
  {
    name: 'one conflict with each of many services',
    commands: reading,
    size: 1_000,
    exit: 3,
    files: alone((size) => ({
      services: [
        '  wide: { ports: [tcp/1-65535], application: tls }',
        ...times(500, (index) => `  s${index}: { ports: [tcp/${1000 + 2 * index}], application: tls }`),
      ],
      groups: [
        {
          inspection: 'bypass',
          endpoints: times(500, (index) => host('www.example.com', `s${index}`)),
        },
        { inspection: 'allow', endpoints: times(size, () => host('www.example.com', 'wide')) },
      ],
    })),
  },
  {
    name: 'one long line',
    commands: reading,
    size: 10_000,
    exit: 0,
    files: (size) => {
      const endpoints = times(size, (index) => host(`h${index}.example.com`)).join(', ');
      const text = spec({ targets: withoutNames, groups: [{ endpoints: [] }] });
      return new Map([['spec.yaml', `${text.trimEnd()} [${endpoints}]\n`]]);
    },
  },
  {
    name: 'one long line with mistakes',
    commands: reading,
    size: 10_000,
    exit: 3,
    files: (size) => {
      const endpoints = times(size, (index) => host(`H${index}.example.com`)).join(', ');
      const text = spec({ targets: withoutNames, groups: [{ endpoints: [] }] });
      return new Map([['spec.yaml', `${text.trimEnd()} [${endpoints}]\n`]]);
    },
  },
  {
    name: 'many sites with many groups',
    commands: all,
    size: 20,
    exit: 0,
    files: alone((size) => ({
      sites: times(20, (index) => `site-${index}\n    device: device-${index}`),
      groups: times(size * 5, (index) => ({ endpoints: [host(`h${index}.example.com`)] })),
    })),
  },
];

/** Files that include others: the first is the spec, and each of them has a group. */
function included(
  size: number,
  includes: (index: number) => readonly string[],
): ReadonlyMap<string, string> {
  return new Map(
    times(size, (index) => {
      const names = includes(index).join(', ');
      const include = names === '' ? [] : [`include: [${names}]`];
      const group = { id: `g${index}`, endpoints: [host(`h${index}.example.com`)] };
      return index === 0
        ? (['spec.yaml', spec({ root: include, groups: [group] })] as const)
        : ([`f${index}.yaml`, part(include, group.id, group.endpoints)] as const);
    }),
  );
}

function part(include: readonly string[], id: string, endpoints: readonly string[]): string {
  return `${[
    'version: 1',
    ...include,
    'groups:',
    `  - id: ${id}`,
    '    title: Part',
    '    tier: required',
    '    endpoints:',
    ...endpoints.map((endpoint) => `      - ${endpoint}`),
  ].join('\n')}\n`;
}
