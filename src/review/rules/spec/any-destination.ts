import type { Family } from '../../../net/address.ts';
import type { Destination } from '../../../net/destination.ts';
import { embeddedIn } from '../../../net/embedded.ts';
import { mergeNetworks, type Network } from '../../../net/network.ts';
import { formatPortRange, mergePorts, type PortRange } from '../../../net/port.ts';
import { hasPorts } from '../../../net/transport.ts';
import type { Policy, Rule } from '../../../policy/types.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import { aboutEndpoint, endpointsOf, type ListedEndpoint } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';
import { aboutNetwork, families, isVast, prefixes, vastnessOf } from '../kit/vast-networks.ts';

/** An endpoint that allows any destination or a very large network, or a site whose networks together are that large. */
export const anyDestination: SpecRule = {
  id: 'any-destination',
  severity: 9.8,
  title: 'an endpoint allows any destination',
  why: 'A rule that allows any destination lets data leave to any server. A very large network does the same, and so do many networks together. Few products need it.',
  remedy: 'list the hosts or networks that the product needs',
  check: ({ spec, policies }) => [
    ...endpointsOf(spec).flatMap(draftsOf),
    ...policies.flatMap(aboutSite),
  ],
};

/** About the ports of an endpoint: for protocols without ports, other rules say how grave it is. */
function draftsOf(listed: ListedEndpoint): FindingDraft[] {
  const { endpoint } = listed;
  const ranges = endpoint.services.flatMap(({ ports }) => ports);
  const ports = ranges.filter(({ transport }) => hasPorts(transport));
  if (ports.length === 0) return [];
  const about = ports.length < ranges.length ? mergePorts(ports) : undefined;
  return vastnessOf(endpoint.destination).map((message) => aboutEndpoint(listed, message, about));
}

/** One site needs no more of the largest blocks than this: all large clouds together have fewer. */
const mostTogether = 16;

/** Networks that are reached on some ports. */
type Reach = { readonly ports: readonly PortRange[]; readonly networks: readonly Network[] };

/** One finding per site and family, for the first port on which the networks together are too large. */
function aboutSite({ site, rules }: Policy): FindingDraft[] {
  const reaches = rules.map((rule) => ({ ports: rule.ports, networks: networksOf(rule) }));
  return vastTogether(reaches).map((message) => ({ subject: site.id, message, at: site.place }));
}

/** Why networks are together as good as any destination, by family; empty if they are not. */
export function vastTogether(reaches: readonly Reach[]): string[] {
  return families.flatMap((family) => {
    const own = reaches
      .map(({ ports, networks }) => ({ ports, networks: ofFamily(networks, family) }))
      .filter(({ networks }) => networks.length > 0);
    const port = portOfMany(own, family);
    return port === undefined
      ? []
      : [
          `its networks on ${port} together contain more addresses than ${mostTogether} blocks of /${prefixes[family]} size`,
        ];
  });
}

function networksOf({ destinations }: Rule): Network[] {
  return destinations.flatMap(({ destination }) => smallNetworks(destination));
}

/** A network that has no finding of its own, with those that it embeds. */
export function smallNetworks(destination: Destination): Network[] {
  if (destination.kind !== 'network' || aboutNetwork(destination.network).length > 0) return [];
  return [destination.network, ...embeddedIn(destination.network)];
}

function ofFamily(networks: readonly Network[], family: Family): Network[] {
  return mergeNetworks(networks.filter((network) => network.family === family));
}

/** Looks only at the first port of each range: the set of open networks changes nowhere else. */
function portOfMany(reaches: readonly Reach[], family: Family): string | undefined {
  // Ping to many networks is no more than ping to any, which has a rule of its own.
  const ranges = reaches
    .flatMap(({ ports }) => ports)
    .filter(({ transport }) => transport !== 'icmp-echo');
  const asked = new Map(
    ranges.map(({ transport, low }) => {
      const port = { transport, low, high: low };
      return [formatPortRange(port), port];
    }),
  );
  return [...asked].find(([, port]) => {
    const open = reaches.filter(({ ports }) =>
      ports.some(
        ({ transport, low, high }) =>
          transport === port.transport && low <= port.low && port.low <= high,
      ),
    );
    const networks = open.flatMap((reach) => reach.networks);
    return (
      isVast(networks, family, mostTogether) &&
      isVast(mergeNetworks(networks), family, mostTogether)
    );
  })?.[0];
}
