import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Result } from '../../src/problem.ts';
import { loadFiles, specText } from '../support/load.ts';
import { atLeast, runs } from '../support/runs.ts';

const destination = fc.constantFrom(
  ...['host: a.example.com', 'host: b.example.com', 'host: "*.example.net"', 'host: 10.0.0.1'],
  ...['network: 192.0.2.0/24', 'network: 192.0.2.7/32', 'network: 192.0.2.1/24', 'network: 1.5'],
  ...['network: c.example.com', 'host: UPPER.example.com', 'host: d.example.com', 'host: x'],
  ...[
    'url: http://a.example.com/p',
    'url: https://b.example.com',
    'to: resolvers',
    'list: cdn.txt',
  ],
  ...['network: 2001:db8::/32', 'host: "a.example.com "', 'hots: a.example.com', 'list: none.txt'],
);
const rest = fc.constantFrom(
  ...['service: https', 'service: https', 'service: http', 'service: unknown', 'servce: https'],
  ...['service: https, inspection: allow', 'service: https, note: a note', 'note: alone'],
  ...['service: https, expires: 2026-12-31', 'service: https, expires: 2026-13-31'],
  ...['service: https, source: guide', 'service: https, host: z.example.com', 'services: https'],
);
const inAnyOrder = ([first, second, swapped]: [string, string, boolean]) =>
  swapped ? `${second}, ${first}` : `${first}, ${second}`;
const entry = fc.tuple(destination, rest, fc.boolean()).map(inAnyOrder);
const valid = fc
  .tuple(
    fc.constantFrom('host: a.example.com', 'network: 192.0.2.0/24', 'host: "*.b.example.com"'),
    fc.constantFrom('service: https', 'service: http', 'service: https, inspection: bypass'),
    fc.boolean(),
  )
  .map(inAnyOrder);
const entries = fc.oneof(
  fc.array(valid, { minLength: 1, maxLength: 12 }),
  fc.array(fc.oneof({ weight: 3, arbitrary: valid }, entry), { minLength: 1, maxLength: 12 }),
);

function loaded(endpoints: readonly string[], end: string): Result<unknown, unknown> {
  const text = specText({ endpoints: endpoints.map((each) => `{ ${each} }${end}`) });
  const result = loadFiles({ 'spec.yaml': text, 'cdn.txt': 'a.example.org\n192.0.2.7\n' });
  if (result.ok) return { ok: true, value: result.value.spec };
  return { ok: false, error: result.error.problems };
}

test('reads entries that differ in their destination alone as it reads each of them alone', () => {
  let accepted = 0;
  let refused = 0;
  fc.assert(
    fc.property(entries, (given) => {
      const result = loaded(given, '');
      // A line with a comment is not a row, so each of these entries is read key by key.
      expect(result).toEqual(loaded(given, ' # comment'));
      if (result.ok) accepted += 1;
      else refused += 1;
    }),
    { numRuns: runs(1000) },
  );
  expect(accepted).toBeGreaterThan(atLeast(100));
  expect(refused).toBeGreaterThan(atLeast(100));
});
