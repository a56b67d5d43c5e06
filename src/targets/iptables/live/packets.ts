import { intersectNetworks, type Network } from '../../../net/network.ts';
import { comparePortRanges, everyPort, type PortRange, sharedPorts } from '../../../net/port.ts';
import type { Meaning } from './rule.ts';

/** The packets that arrive at a rule. */
export type Packets = {
  readonly clients: readonly Network[];
  /** Undefined means any. */
  readonly networks: readonly Network[] | undefined;
  readonly set: string | undefined;
  readonly ports: readonly PortRange[];
  /** Does it also depend on conditions that are not compared? */
  readonly conditional: boolean;
};

/** The packets that match a rule; undefined if none do. */
export function meet(packets: Packets, meaning: Meaning): Packets | undefined {
  const { sources, destinations, set } = meaning;
  const clients =
    sources === undefined ? packets.clients : intersectNetworks(packets.clients, sources);
  const ports = sharedPorts(packets.ports, meaning.ports);
  const networks = both(packets.networks, destinations);
  if (clients.length === 0 || networks?.length === 0) return undefined;
  const isDouble = set !== undefined && (networks ?? packets.set) !== undefined;
  return {
    clients,
    ports,
    networks,
    set: networks === undefined ? (packets.set ?? set) : undefined,
    conditional: packets.conditional || meaning.conditional || isDouble,
  };
}

function both(
  a: readonly Network[] | undefined,
  b: readonly Network[] | undefined,
): readonly Network[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return intersectNetworks(a, b);
}

/** Does the rule match every packet from its sources? */
export function isOnlyBySource(meaning: Meaning): boolean {
  const { destinations, set, ports, conditional } = meaning;
  return destinations === undefined && set === undefined && isEveryPort(ports) && !conditional;
}

/** Are these all the ports that a spec can name? */
export function isEveryPort(ports: readonly PortRange[]): boolean {
  return (
    ports.length === everyPort.length &&
    everyPort.every((range, at) => comparePortRanges(range, ports[at] ?? range) === 0)
  );
}
