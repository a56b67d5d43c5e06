import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Network } from '../../../src/net/network.ts';
import { parseNetwork } from '../../../src/net/network-text.ts';
import { wholeHost } from '../../../src/net/path.ts';
import type { PortRange } from '../../../src/net/port.ts';
import type { Box } from '../../../src/review/access/box.ts';
import { BoxIndex } from '../../../src/review/access/box-index.ts';
import { everyClient } from '../../../src/review/access/clients.ts';
import { changedQuality, type Quality } from '../../../src/review/diff/quality.ts';
import { RelatedIndex } from '../../../src/review/diff/related.ts';
import { smallNetwork, smallPorts } from '../../support/arbitrary.ts';
import { must } from '../../support/policy.ts';
import { runs } from '../../support/runs.ts';

const https: PortRange = { transport: 'tcp', low: 443, high: 443 };
const someClients = everyClient.slice(0, 1);

function boxTo(network: Network, ports = https, clients = everyClient): Box {
  return { destination: { kind: 'network', network }, path: wholeHost, ports, clients };
}

const smallBox = fc
  .tuple(smallNetwork, fc.oneof(fc.constant(https), smallPorts), fc.boolean())
  .map(([network, ports, isEvery]) => boxTo(network, ports, isEvery ? everyClient : someClients));

/** With an index of all networks, and with a look at each one near. */
function bothWays(boxes: readonly Box[], inAll = 1000): RelatedIndex[] {
  return [0, Number.POSITIVE_INFINITY].map(
    (compared) => new RelatedIndex(boxes, new BoxIndex(boxes), { inAll, forEach: 100, compared }),
  );
}

describe('access inside of a network', () => {
  test('is the same by an index and by a look at each box', () => {
    fc.assert(
      fc.property(
        fc.array(smallBox, { maxLength: 80 }),
        smallNetwork,
        fc.array(smallPorts, { minLength: 1, maxLength: 2 }),
        (boxes, network, whole) => {
          const [indexed, compared] = bothWays(boxes).map((index) =>
            index.inside({ kind: 'network', network }, [https, ...whole]),
          );
          expect(indexed).toEqual(compared);
        },
      ),
      { numRuns: runs(1000) },
    );
  });

  test('lists all, until there are too many in all; then it lists the first 100 of each, and counts all', () => {
    const addresses = Array.from({ length: 130 }, (_, index) =>
      must(parseNetwork(`198.51.100.${index}`)),
    );
    const boxes = addresses.map((network) => boxTo(network));
    const outer = must(parseNetwork('198.51.100.0-198.51.100.128'));
    for (const index of bothWays(boxes, 200)) {
      const [whole, cut, last] = [1, 2, 3].map(() =>
        index.inside({ kind: 'network', network: outer }, [https]),
      );
      expect([whole, cut, last].map((each) => each?.count)).toEqual([129, 129, 129]);
      expect([whole, cut, last].map((each) => each?.first.length)).toEqual([129, 100, 100]);
      expect(cut?.first).toEqual(whole?.first.slice(0, 100));
      expect(cut?.first.at(2)?.destination).toEqual({ kind: 'network', network: addresses[10] });
    }
  });
});

type Valued = Box & { readonly value: string };

const quality: Quality<Valued, string> = {
  valueIn: ({ value }) => value,
  placeOf: () => ({ file: 'spec.yaml', line: 1, column: 1, length: 1 }),
};

const valued = fc
  .tuple(smallBox, fc.constantFrom('a', 'b', 'c'))
  .map(([box, value]): Valued => ({ ...box, value }));

test('values before a change are the same by an index for each value and by one for all', () => {
  const far = must(parseNetwork('203.0.113.0/24'));
  const others = [...'ijklmnop'].map((value): Valued => ({ ...boxTo(far), value }));
  fc.assert(
    fc.property(
      fc.array(valued, { maxLength: 20 }),
      fc.array(valued, { maxLength: 20 }),
      (before, after) => {
        expect(changedQuality(before, after, quality)).toEqual(
          changedQuality([...before, ...others], after, quality),
        );
      },
    ),
    { numRuns: runs(500) },
  );
});

test('a changed quality is the same, whether outputs share their boxes or have equal ones', () => {
  const outputs = fc.tuple(
    fc.array(valued, { maxLength: 8 }),
    fc.array(fc.nat(), { maxLength: 8 }),
  );
  fc.assert(
    fc.property(outputs, outputs, ([old, ofOld], [now, ofNow]) => {
      const shared = (boxes: readonly Valued[], which: readonly number[]) =>
        which.flatMap((at) => boxes.slice(at % (boxes.length + 1)).slice(0, 1));
      const before = [...old, ...shared(old, ofOld)];
      const after = [...now, ...shared(now, ofNow)];
      const copied = (boxes: readonly Valued[]) => boxes.map((each) => ({ ...each }));
      expect(changedQuality(before, after, quality)).toEqual(
        changedQuality(copied(before), copied(after), quality),
      );
    }),
    { numRuns: runs(1000) },
  );
});
