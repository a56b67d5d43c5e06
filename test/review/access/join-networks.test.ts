import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Destination } from '../../../src/net/destination.ts';
import type { Flow } from '../../../src/net/flow.ts';
import { parseNetwork } from '../../../src/net/network-text.ts';
import { type UrlPath, wholeHost } from '../../../src/net/path.ts';
import type { Box } from '../../../src/review/access/box.ts';
import { BoxIndex } from '../../../src/review/access/box-index.ts';
import { joinNetworks } from '../../../src/review/access/join-networks.ts';
import { boxesFor } from '../../../src/review/access/membership.ts';
import { smallNetwork, smallPorts } from '../../support/arbitrary.ts';
import { must } from '../../support/policy.ts';
import { runs } from '../../support/runs.ts';

const clients = ['192.0.2.0/25', '192.0.2.128/25', '192.0.2.0/24'].map((text) => [
  must(parseNetwork(text)),
]);

const destination: fc.Arbitrary<Destination> = fc.oneof(
  { weight: 6, arbitrary: smallNetwork.map((network) => ({ kind: 'network' as const, network })) },
  { weight: 1, arbitrary: fc.constant({ kind: 'any' as const }) },
);

type Sample = Box & { readonly effect: string };

const boxes: fc.Arbitrary<Sample[]> = fc.array(
  fc.record({
    clients: fc.constantFrom(...clients),
    destination,
    path: fc.constantFrom(wholeHost, wholeHost, '/a' as UrlPath),
    ports: smallPorts,
    effect: fc.constantFrom('a', 'b'),
  }),
  { maxLength: 30 },
);

function effectOf({ effect }: Sample): string {
  return effect;
}

const flow: fc.Arbitrary<Flow> = fc
  .tuple(smallNetwork, smallPorts, fc.constantFrom(wholeHost, '/a' as UrlPath))
  .map(([{ family, first }, { transport, low }, path]) => ({
    text: '',
    scheme: transport,
    peer: { kind: 'address', address: { family, value: first } },
    transport,
    port: low,
    path,
  }));

test('joined networks have the same effects on every flow', () => {
  fc.assert(
    fc.property(boxes, flow, fc.constantFrom(...clients), (all, asked, [client]) => {
      const from = { family: client?.family ?? 4, value: client?.first ?? 0n };
      const [apart, joined] = [all, joinNetworks(all, effectOf)].map((some) =>
        [...new Set(boxesFor(new BoxIndex(some), asked, from).map(effectOf))].sort(),
      );
      expect(joined).toEqual(apart);
    }),
    { numRuns: runs(2000) },
  );
});

test('nested networks with one effect are one network', () => {
  const nested = Array.from({ length: 100 }, (_, index) => ({
    clients: clients[0] ?? [],
    destination: {
      kind: 'network' as const,
      network: { family: 4 as const, first: 0n, last: BigInt(index) },
    },
    path: wholeHost,
    ports: { transport: 'tcp' as const, low: 443, high: 443 },
    effect: 'a',
  }));
  expect(joinNetworks(nested, effectOf)).toHaveLength(1);
});
