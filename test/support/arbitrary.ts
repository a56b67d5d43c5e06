import fc from 'fast-check';
import type { Host, HostName } from '../../src/net/host.ts';
import { parseHost } from '../../src/net/host.ts';
import type { Network } from '../../src/net/network.ts';
import type { PortRange } from '../../src/net/port.ts';
import { must } from './policy.ts';

/** Labels over a tiny alphabet, so that random hosts meet one another. */
const smallLabel = fc.constantFrom('a', 'b', 'ab', 'ba', 'aa', 'a-b');

const smallName = fc
  .array(smallLabel, { minLength: 2, maxLength: 4 })
  .map((labels) => labels.join('.'));

const smallPattern = fc
  .tuple(
    fc.array(fc.constantFrom('a*', '*b', 'a*b', '*a*', 'a', 'b'), { minLength: 1, maxLength: 2 }),
    fc.constantFrom('', '*.'),
    fc.constantFrom('a.b', 'b.a', 'a.a'),
  )
  .map(([labels, middle, domain]) => `${labels.join('.')}.${middle}${domain}`);

/** An exact host, a wildcard or a pattern. */
export const smallHost: fc.Arbitrary<Host> = fc
  .oneof(
    smallName,
    smallName.map((name) => `*.${name}`),
    smallPattern,
  )
  .map((text) => must(parseHost(text)));

/** Every name of two to four labels over the tiny alphabet: large enough to tell two small hosts apart. */
export const smallUniverse: readonly HostName[] = [2, 3, 4].flatMap((depth) => namesOf(depth));

/** Membership in words of a regular expression: independent of the algebra under test. */
export function holdsByExpression(host: Host, name: string): boolean {
  return expressionOf(host).test(name);
}

function expressionOf(host: Host): RegExp {
  switch (host.kind) {
    case 'exact':
      return new RegExp(`^${host.name.replaceAll('.', '\\.')}$`);
    case 'subdomains':
      return new RegExp(`^(?:[a-z0-9-]+\\.)+${host.of.replaceAll('.', '\\.')}$`);
    case 'pattern':
      return new RegExp(`^${host.labels.map(labelExpression).join('\\.')}$`);
  }
}

function labelExpression(label: string): string {
  return label === '*' ? '[a-z0-9-]+' : label.replaceAll('*', '[a-z0-9-]*');
}

function namesOf(depth: number): HostName[] {
  const labels = ['a', 'b', 'ab', 'ba', 'aa', 'a-b', 'q'];
  const names = Array.from({ length: depth }).reduce<string[]>(
    (left) =>
      left.length === 0
        ? labels
        : left.flatMap((name) => labels.map((label) => `${name}.${label}`)),
    [],
  );
  return names as HostName[];
}

/** Networks inside a space of 64 addresses. */
export const smallNetwork: fc.Arbitrary<Network> = fc
  .tuple(fc.constantFrom<4 | 6>(4, 6), fc.bigInt(0n, 63n), fc.bigInt(0n, 63n))
  .map(([family, a, b]) => ({ family, first: a < b ? a : b, last: a < b ? b : a }));

/** Ports from 1 to 40 of either transport. */
export const smallPorts: fc.Arbitrary<PortRange> = fc
  .tuple(
    fc.constantFrom<'tcp' | 'udp'>('tcp', 'udp'),
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 1, max: 40 }),
  )
  .map(([transport, a, b]) => ({ transport, low: Math.min(a, b), high: Math.max(a, b) }));
