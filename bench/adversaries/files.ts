import { type Adversary, all, reading } from './adversary.ts';
import { host, spec, times } from './spec.ts';

/** Specs of many files. */
export const files: readonly Adversary[] = [
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
    name: 'included specs with tests of all access',
    commands: all,
    size: 250,
    exit: 0,
    files: (size) =>
      new Map([
        [
          'spec.yaml',
          spec({
            root: [
              'include:',
              ...times(size, (index) => `  - { spec: s${index}.yaml, as: v${index} }`),
            ],
            groups: [{ endpoints: [host('www.example.com')] }],
          }),
        ],
        ...times(size, (index) => [`s${index}.yaml`, testedSpec(index)] as const),
      ]),
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

/** A spec that allows one host, with tests that only this host is allowed, and nothing on another port. */
function testedSpec(index: number): string {
  const tests = [
    'tests:',
    `  - { name: Only, only: ["https://h${index}.example.com"] }`,
    '  - { name: Never, never: { ports: [tcp/22] } }',
  ];
  return spec({ root: tests, groups: [{ endpoints: [host(`h${index}.example.com`)] }] });
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
