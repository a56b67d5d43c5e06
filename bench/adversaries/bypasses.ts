import { type Adversary, all } from './adversary.ts';
import { address, alone, beside, host, network, plainHost, times } from './spec.ts';

/** Permissions beside bypasses, and patterns, which a naive algorithm compares each with each. */
export const bypasses: readonly Adversary[] = [
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
];
