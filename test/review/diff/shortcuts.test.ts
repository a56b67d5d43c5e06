import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDestination } from '../../../src/net/destination.ts';
import { parseFlow } from '../../../src/net/flow.ts';
import { formatPortRange, type PortRange } from '../../../src/net/port.ts';
import type { Policy } from '../../../src/policy/types.ts';
import type { Remainder } from '../../../src/review/access/box.ts';
import { clientFor } from '../../../src/review/access/clients.ts';
import { wantedBoxes } from '../../../src/review/access/enforced-boxes.ts';
import { accessByOutput } from '../../../src/review/access/given-access.ts';
import { meets } from '../../../src/review/access/meets.ts';
import { boxHolds } from '../../../src/review/access/membership.ts';
import type { PolicyBox } from '../../../src/review/access/policy-boxes.ts';
import { exampleFlow } from '../../../src/review/access/witness.ts';
import { DecidingOutputs } from '../../../src/review/diff/deciding.ts';
import { EnforcedAccess } from '../../../src/review/diff/kept-open.ts';
import { targets } from '../../../src/targets/list.ts';
import { type Output, outputsOf } from '../../../src/targets/output.ts';
import { must, policyOf, type SpecWords } from '../../support/policy.ts';
import { atLeast, runs } from '../../support/runs.ts';

const services: SpecWords['services'] = {
  web: { ports: ['tcp/443'], application: 'tls' },
  clear: { ports: ['tcp/80'], application: 'http' },
  dns: { ports: ['udp/53', 'tcp/53'], application: 'dns' },
  vpn: { ports: ['udp/500', 'tcp/500', 'esp'], application: 'other' },
};
const hosts = ['b.a.example', '*.a.example', 'a.example', 'b*.a.example'];
const places = [...hosts, '198.51.100.0/24', '198.51.100.9', '2001:db8:5::/48', 'self', 'any'];
const some = (from: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...from), { maxLength: 3 });
const groups = fc.record({
  to: fc.record({
    web: some(places),
    clear: some([...hosts, 'http://a.example/p', 'http://b.a.example/p/q']),
    dns: some([...places, 'resolvers']),
    vpn: some(places),
  }),
});

/** Policies of all targets over few places, so that much of two of them overlaps. */
const policies: fc.Arbitrary<Policy> = fc
  .record({
    inspection: fc.constantFrom<('bypass' | 'allow')[]>('bypass', 'allow'),
    list: fc.array(groups, { minLength: 1, maxLength: 2 }),
    resolvers: fc.constantFrom(['self'], ['self', '192.0.2.53'], ['192.0.2.53']),
    clients: fc.constantFrom<(string[] | undefined)[]>(undefined, ['192.0.2.0/25']),
  })
  .filter(({ list }) => list.every(({ to }) => Object.values(to).some((each) => each.length > 0)))
  .map(({ inspection, list, resolvers, clients }) =>
    policyOf({
      services,
      groups: list.map((group, index) => ({ id: `g${index}`, inspection, ...group })),
      site: {
        clients: ['192.0.2.0/24', '2001:db8::/64'],
        resolvers,
        targets: {
          iptables: clients === undefined ? {} : { clients },
          pac: { proxy: 'PROXY proxy.example.net:3128' },
          paloalto: { from: 'trust', to: 'untrust', position: 'top', resolvers: ['192.0.2.1'] },
          pfsense: { interface: 'lan' },
          squid: { tlsInspection: 'explicit' },
        },
      },
    }),
  );

function boxesIn(policy: Policy): PolicyBox[] {
  return accessByOutput(policy, targets).flatMap(({ boxes }) => boxes);
}

/** Asks every output, with a rule on these ports. */
function asked(outputs: readonly Output[], { rule, to }: PolicyBox, ports: readonly PortRange[]) {
  const narrowed = { ...rule, ports };
  return outputs
    .filter(({ target, policy }) =>
      to.origins.some(
        (origin) =>
          target.coverage({ policy, rule: narrowed, to, origin }).kind !== 'not-applicable',
      ),
    )
    .map(({ target }) => target.name);
}

function wholeOf(box: PolicyBox): Remainder<PolicyBox> {
  const { clients, ports } = box;
  const destination = { base: box.destination, except: [] };
  return { of: box, clients, destination, exceptBelow: [], ports: [ports] };
}

describe('what diff asks the outputs of a site', () => {
  test('knows which of them decide access as if it asked each of them', () => {
    let omitted = 0;
    const property = fc.property(policies, (policy) => {
      const outputs = outputsOf(policy, targets);
      const deciding = new DecidingOutputs(outputs);
      for (const box of boxesIn(policy))
        for (const ports of [[box.ports], box.rule.ports, box.rule.ports.slice(0, 1)]) {
          const expected = asked(outputs, box, ports);
          omitted += expected.length < outputs.length ? 1 : 0;
          const name = `${formatDestination(box.destination)} ${ports.map(formatPortRange)}`;
          expect([name, deciding.of(box, ports)]).toEqual([name, expected]);
        }
    });
    fc.assert(property, { numRuns: runs(200) });
    expect(omitted).toBeGreaterThan(atLeast(500));
  });

  test('knows what keeps removed access open as if it looked at all access of all outputs', () => {
    let kept = 0;
    const property = fc.property(policies, policies, (before, after) => {
      const enforced = new EnforcedAccess(after, targets);
      const all = outputsOf(after, targets).map((output) => ({
        name: output.target.name,
        boxes: wantedBoxes(output),
      }));
      for (const box of boxesIn(before)) {
        const remainder = wholeOf(box);
        const witness = exampleFlow(remainder);
        const { keptOpen, witnessOpenIn } = enforced.keeps({ remainder, witness });
        const near = all.filter(({ boxes }) => boxes.some((each) => meets(remainder, each)));
        expect([...new Set(keptOpen.map(({ target }) => target))].sort()).toEqual(
          near.map(({ name }) => name).sort(),
        );
        const flow = witness === null ? undefined : must(parseFlow(witness));
        const open = all.filter(
          ({ boxes }) =>
            flow !== undefined &&
            boxes.some((each) => boxHolds(each, flow, clientFor(box.clients, flow.peer))),
        );
        expect(witnessOpenIn).toEqual(open.map(({ name }) => name));
        kept += open.length;
      }
    });
    fc.assert(property, { numRuns: runs(100) });
    expect(kept).toBeGreaterThan(atLeast(200));
  });
});
