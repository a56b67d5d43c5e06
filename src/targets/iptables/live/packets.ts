import { grouped } from '../../../maps.ts';
import {
  formatNetwork,
  intersectNetworks,
  mergeNetworks,
  type Network,
  subtractNetworks,
} from '../../../net/network.ts';
import {
  comparePortRanges,
  everyPort,
  formatPortRange,
  type PortRange,
  sharedPorts,
} from '../../../net/port.ts';
import type { Meaning } from './rule.ts';

/** The packets that arrive at a rule. */
export type Packets = {
  readonly clients: readonly Network[];
  /** Undefined means any. */
  readonly networks: readonly Network[] | undefined;
  readonly set: string | undefined;
  readonly ports: readonly PortRange[];
  /** What no spec can name, if a rule on the way matches it: a protocol, a type of ICMP, or port 0. */
  readonly other: string | undefined;
  /** Does it also depend on conditions that are not compared? */
  readonly conditional: boolean;
  /** Clients whose packets a foreign rule denies before: none of theirs reaches a foreign rule. */
  readonly denied: readonly Network[];
  /** Did a rule on the way name destinations? */
  readonly aimed: boolean;
};

/** The packets that match a rule; undefined if none do. */
export function meet(packets: Packets, meaning: Meaning): Packets | undefined {
  const { sources, destinations, set } = meaning;
  const clients =
    sources === undefined ? packets.clients : intersectNetworks(packets.clients, sources);
  const networks = both(packets.networks, destinations);
  const [ports, other] = [portsOf(packets, meaning), otherOf(packets, meaning)];
  if (clients.length === 0 || networks?.length === 0) return undefined;
  if (ports.length === 0 && other === undefined) return undefined;
  const isDouble = set !== undefined && (networks ?? packets.set) !== undefined;
  return {
    clients,
    ports,
    other,
    networks,
    set: packets.set ?? set,
    conditional: packets.conditional || meaning.conditional || isDouble,
    denied: packets.denied,
    aimed: packets.aimed || destinations !== undefined,
  };
}

function portsOf(packets: Packets, { ports }: Meaning): readonly PortRange[] {
  return ports === everyPort ? packets.ports : sharedPorts(packets.ports, ports);
}

/** A rule for other protocols does not match one of its own number; a type of ICMP and port 0 are parts of protocols. */
function otherOf({ other }: Packets, { ports, otherProtocol }: Meaning): string | undefined {
  if (otherProtocol !== undefined || ports === everyPort) return otherProtocol ?? other;
  return other?.includes(' ') === true ? other : undefined;
}

function both(
  a: readonly Network[] | undefined,
  b: readonly Network[] | undefined,
): readonly Network[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return intersectNetworks(a, b);
}

/** Does the rule match all of these packets that have one of its sources and one of its destinations? */
export function isOnlyByAddress(meaning: Meaning, packets: Packets): boolean {
  const { destinations, set, conditional } = meaning;
  if (conditional || (set !== undefined && set !== packets.set)) return false;
  if (destinations !== undefined && packets.networks === undefined) return false;
  return isSame(portsOf(packets, meaning), packets.ports);
}

/** The packets without those that a rule takes from them, of some clients and for its destinations. */
export function without(
  packets: Packets,
  { destinations }: Meaning,
  clients: readonly Network[],
): Packets {
  const { networks } = packets;
  const left = subtractNetworks(packets.clients, clients);
  const others = networks && destinations && subtractNetworks(networks, destinations);
  if (others === undefined || others.length === 0) return { ...packets, clients: left };
  // What is left of a box is no box: if only some clients lose some destinations, all of it counts as left.
  return left.length === 0 ? { ...packets, networks: others } : packets;
}

/** Are these all the ports that a spec can name? */
export function isEveryPort(ports: readonly PortRange[]): boolean {
  return isSame(ports, everyPort);
}

function isSame(some: readonly PortRange[], others: readonly PortRange[]): boolean {
  if (some === others) return true;
  return (
    some.length === others.length &&
    some.every((range, at) => comparePortRanges(range, others[at] ?? range) === 0)
  );
}

/** Do both differ only in their clients? */
export function isAlike(a: Packets, b: Packets): boolean {
  return (
    a.networks === b.networks &&
    a.set === b.set &&
    a.conditional === b.conditional &&
    a.aimed === b.aimed &&
    a.other === b.other &&
    isSame(a.ports, b.ports)
  );
}

/** Packets that leave a chain, as few as possible: those that differ from what came in only in their clients are one. */
export function condensed(leaving: readonly Packets[], start: Packets): Packets[] {
  const main = leaving.filter((each) => isAlike(each, start));
  const apart = grouped(
    leaving.filter(({ clients }) => clients.length > 0).filter((each) => !isAlike(each, start)),
    keyOf,
  );
  return [
    ...(main.length === 0 ? [] : [{ ...start, ...together(main) }]),
    ...[...apart.values()].flatMap((same) => withAllNetworks(same)),
  ];
}

/** A client is denied only if all of its packets are. */
function together(all: readonly Packets[]): Pick<Packets, 'clients' | 'denied'> {
  const passing = all.flatMap(({ clients, denied }) => subtractNetworks(clients, denied));
  const clients = mergeNetworks(all.flatMap((each) => each.clients));
  return { clients, denied: subtractNetworks(clients, passing) };
}

/** What packets have beside their destinations. */
function keyOf(packets: Packets): string {
  const { clients, networks, set, ports, other, conditional, denied, aimed } = packets;
  const texts = [clients, denied].map((list) => list.map(formatNetwork).join(' '));
  const ranges = ports === everyPort ? 'all' : ports.map(formatPortRange).join(' ');
  return [...texts, ranges, other, set, conditional, aimed, networks === undefined].join('\n');
}

function withAllNetworks(same: readonly Packets[]): Packets[] {
  const [first] = same;
  if (first === undefined) return [];
  if (first.networks === undefined) return [first];
  return [{ ...first, networks: mergeNetworks(same.flatMap(({ networks = [] }) => networks)) }];
}

/** The packets of clients that are not all among others, which have at least the same packets. */
export function uncovered(packets: Packets, others: Packets): Packets {
  const passing = subtractNetworks(others.clients, others.denied);
  return { ...packets, clients: subtractNetworks(packets.clients, passing) };
}
