import { type Adversary, reading } from './adversary.ts';
import { alone, beside, host, spec, times, withoutNames } from './spec.ts';

/** Specs with many mistakes, and long lines. */
export const mistakes: readonly Adversary[] = [
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
        ...times(
          500,
          (index) => `  s${index}: { ports: [tcp/${1000 + 2 * index}], application: tls }`,
        ),
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
];
