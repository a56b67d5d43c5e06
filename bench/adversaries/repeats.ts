import { type Adversary, all } from './adversary.ts';
import { alone, host, plainHost, times, withoutNames } from './spec.ts';

/** One host, path or domain many times. */
export const repeats: readonly Adversary[] = [
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
      targets: withoutNames,
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
    name: 'a path below a path below a path, steps of all',
    commands: all,
    size: 80_000,
    exit: 0,
    files: alone((size) => ({
      groups: [
        {
          endpoints: times(
            depthOf(size),
            (index) => `{ url: "http://www.example.com${'/a'.repeat(index + 1)}" }`,
          ),
        },
      ],
    })),
  },
  {
    name: 'a subdomain of a subdomain, labels of all',
    commands: all,
    size: 1_250,
    exit: 0,
    files: alone((size) => ({
      groups: [
        {
          endpoints: [
            plainHost,
            ...times(depthOf(size), (index) => host(`*.${'a.'.repeat(index)}example.com`)),
          ],
        },
      ],
    })),
  },
];

/** How deep nesting is that takes so many steps: 1 for the first, 2 for the second, and so on. */
function depthOf(steps: number): number {
  return Math.round(Math.sqrt(2 * steps));
}
