import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatAddress } from '../../../src/net/address.ts';
import { destinationHolds, formatDestination } from '../../../src/net/destination.ts';
import { type Flow, parseFlow } from '../../../src/net/flow.ts';
import { formatHost } from '../../../src/net/host.ts';
import { formatNetwork } from '../../../src/net/network.ts';
import { formatPortRange, type PortRange } from '../../../src/net/port.ts';
import type { Policy } from '../../../src/policy/types.ts';
import { pac } from '../../../src/targets/pac/index.ts';
import { smallHost, smallNetwork, smallPorts, smallUniverse } from '../../support/arbitrary.ts';
import { must, policyOf, type SpecWords } from '../../support/policy.ts';
import { proveProperties } from '../../support/properties/properties.ts';
import { runs } from '../../support/runs.ts';
import { services, story } from './questions.ts';
import { bypassing, listedBy, load, type Options, textOf } from './support.ts';

/** Specs over few names, addresses and ports, so that they meet one another and the flows. */
const specs: fc.Arbitrary<SpecWords> = fc
  .tuple(
    fc.array(fc.array(smallPorts, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
    fc.array(
      fc.oneof(smallHost.map(formatHost), smallNetwork.map(formatNetwork), fc.constant('any')),
      { minLength: 1, maxLength: 6 },
    ),
    fc.boolean(),
    fc.constantFrom('FindProxyForURL', 'findWay'),
  )
  .filter(([ports]) => ports.at(-1)?.some((range) => range.transport === 'tcp') === true)
  .map(([ports, places, compact, functionName]) =>
    wordsOf(ports, places, { compact, functionName }),
  );

function wordsOf(
  ports: readonly (readonly PortRange[])[],
  places: readonly string[],
  options: Options,
): SpecWords {
  const named = ports.map(
    (ranges, index) =>
      [`s${index}`, { ports: ranges.map(formatPortRange), application: 'other' }] as const,
  );
  // Each service leads to another part of the places, and the last to all, so that ports of one place meet.
  const to = named.map(
    ([name], index) => [name, index === named.length - 1 ? places : places.slice(index)] as const,
  );
  return bypassing(Object.fromEntries(to), options, Object.fromEntries(named));
}

const flows: fc.Arbitrary<Flow> = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(...smallUniverse),
      fc.tuple(fc.constantFrom<4 | 6>(4, 6), fc.bigInt(0n, 66n)).map(([family, value]) => {
        const text = formatAddress({ family, value });
        return family === 6 ? `[${text}]` : text;
      }),
    ),
    fc.integer({ min: 1, max: 42 }),
    fc.constantFrom('https', 'http', 'ws', 'tcp'),
  )
  .map(([host, port, scheme]) => must(parseFlow(`${scheme}://${host}:${port}`)));

function allowsByMeaning(policy: Policy, flow: Flow): boolean {
  return policy.rules.some(
    (rule) =>
      rule.ports.some(
        ({ transport, low, high }) => transport === 'tcp' && low <= flow.port && flow.port <= high,
      ) && rule.destinations.some(({ destination }) => destinationHolds(destination, flow.peer)),
  );
}

proveProperties(pac, {
  everything: bypassing(story, {}, services),
  specs,
  attacks: [
    '"; return "DIRECT"; //',
    '*/ }',
    '\n}\nfunction FindProxyForURL() { return "DIRECT"; }',
    '\u2028',
    '</script>',
  ],
  access: {
    expected: listedBy,
    read: ({ access }) =>
      access.map((one) => `${formatDestination(one.destination)} ${formatPortRange(one.ports)}`),
  },
  verdict: {
    flows,
    expected: (policy, flow) => (allowsByMeaning(policy, flow) ? 'allow' : 'deny'),
    flowsOfRun: 30,
  },
});

test('the engine decides each flow by the policy', () => {
  const asked = fc.array(flows, { minLength: 20, maxLength: 40 });
  const property = fc.property(specs, asked, (words, some) => {
    const policy = policyOf(words);
    const ask = load(textOf(policy), policy.site.targets.pac?.functionName);
    for (const flow of some) {
      const host = /\/\/(.*):/.exec(flow.text)?.[1] ?? '';
      const want = allowsByMeaning(policy, flow);
      expect([flow.text, ask(flow.text, host) === 'DIRECT']).toEqual([flow.text, want]);
    }
  });
  fc.assert(property, { numRuns: runs(100) });
});
