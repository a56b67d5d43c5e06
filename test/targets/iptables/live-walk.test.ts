import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Address, parseAddress } from '../../../src/net/address.ts';
import { destinationHolds } from '../../../src/net/destination.ts';
import { networkHolds } from '../../../src/net/network.ts';
import { live } from '../../../src/targets/iptables/live/index.ts';
import { dumpsOf } from '../../support/dumps.ts';
import { must } from '../../support/policy.ts';
import { runs } from '../../support/runs.ts';
import { files, named } from './live-dumps.ts';

type Packet = { readonly source: string; readonly to: string; readonly port: number };

/** The conditions of a rule: undefined means any. */
type Rule = {
  readonly source: string | undefined;
  readonly to: string | undefined;
  readonly port: number | undefined;
  readonly action: string;
};

const names = ['A', 'B', 'C'];
const packets: readonly Packet[] = ['192.0.2.9', '192.0.2.10'].flatMap((source) =>
  ['198.18.0.1', '198.18.0.2'].flatMap((to) => [22, 25].map((port) => ({ source, to, port }))),
);

const rule: fc.Arbitrary<Rule> = fc.record({
  source: fc.constantFrom(undefined, undefined, '192.0.2.9', '192.0.2.10'),
  to: fc.constantFrom(undefined, undefined, '198.18.0.1', '198.18.0.2'),
  port: fc.constantFrom(undefined, undefined, 22, 25),
  action: fc.constantFrom(
    ...['-j ACCEPT', '-j DROP', '-j RETURN', '-j RETURN', '-j LOG'],
    ...names.flatMap((name) => [`-j ${name}`, `-g ${name}`]),
  ),
});

/** Rules of FORWARD before those of the site, and of three chains. A chain jumps only to later ones. */
const program = fc
  .record({
    forward: fc.array(rule, { minLength: 1, maxLength: 4 }),
    chains: fc.tuple(...names.map(() => fc.array(rule, { maxLength: 4 }))),
    policy: fc.constantFrom('ACCEPT' as const, 'DROP' as const),
  })
  .map(({ forward, chains, policy }) => ({
    forward,
    chains: chains.map((rules, at) => rules.filter(({ action }) => isLater(action, at))),
    policy,
  }));

function isLater(action: string, at: number): boolean {
  const target = names.indexOf(action.slice(3));
  return target < 0 || target > at;
}

type Fate = 'accepted' | 'denied' | 'site' | 'left';

const fates: Readonly<Record<string, Fate>> = {
  '-j ACCEPT': 'accepted',
  '-j DROP': 'denied',
  '-j RETURN': 'left',
  site: 'site',
};

/** What iptables does with a packet, as its manual says. */
function fateOf(
  rules: readonly Rule[],
  chains: readonly (readonly Rule[])[],
  packet: Packet,
): Fate {
  for (const { action } of rules.filter((each) => matches(each, packet))) {
    if (action === '-j LOG') continue;
    const inChain = () => fateOf(chains[names.indexOf(action.slice(3))] ?? [], chains, packet);
    const fate = fates[action] ?? inChain();
    if (fate !== 'left' || !action.startsWith('-j') || action === '-j RETURN') return fate;
  }
  return 'left';
}

function matches({ source, to, port }: Rule, packet: Packet): boolean {
  return (
    (source ?? packet.source) === packet.source &&
    (to ?? packet.to) === packet.to &&
    (port ?? packet.port) === packet.port
  );
}

function textOf(chain: string, { source, to, port, action }: Rule): string {
  const parts = [
    source && `-s ${source}/32`,
    to && `-d ${to}/32`,
    port && `-p tcp -m tcp --dport ${port}`,
    action,
  ];
  return `-A ${chain} ${parts.filter((part) => part !== undefined).join(' ')}`;
}

function addressOf(text: string): Address {
  return must(parseAddress(text));
}

test('what packets of the clients can do by rules of other tools is never left out', () => {
  const property = fc.property(program, ({ forward, chains, policy }) => {
    const site = { source: undefined, to: undefined, port: undefined, action: 'site' };
    const open = packets.filter((packet) => {
      const fate = fateOf([...forward, site], chains, packet);
      return fate === 'accepted' || (fate === 'left' && policy === 'ACCEPT');
    });
    const dumps = dumpsOf(files, {
      policy,
      chains: chains.flatMap((rules, at) => {
        const name = names[at] ?? '';
        return [`:${name} - [0:0]`, ...rules.map((each) => textOf(name, each))];
      }),
      before: forward.map((each) => textOf('FORWARD', each)),
    });
    const { access } = must(live.read(named(dumps), files));
    for (const { source, to, port } of open) {
      const client = addressOf(source);
      const peer = { kind: 'address', address: addressOf(to) } as const;
      const found = access.some(
        ({ clients, destination, ports }) =>
          clients.some((network) => networkHolds(network, client)) &&
          destinationHolds(destination, peer) &&
          ports.transport === 'tcp' &&
          ports.low <= port &&
          port <= ports.high,
      );
      expect([source, to, port, found]).toEqual([source, to, port, true]);
    }
  });
  fc.assert(property, { numRuns: runs(300) });
});
