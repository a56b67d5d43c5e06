import { bitsOf, type Family } from '../../../net/address.ts';
import { embeddedIn } from '../../../net/embedded.ts';
import { mergeNetworks, type Network } from '../../../net/network.ts';
import { formatPortRange } from '../../../net/port.ts';
import type { Policy, Rule } from '../../../policy/types.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import { aboutEndpoints } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** An endpoint that allows any destination or a very large network, or a site whose networks together are that large. */
export const anyDestination: SpecRule = {
  id: 'any-destination',
  severity: 9.8,
  title: 'an endpoint allows any destination',
  why: 'A rule that allows any destination lets data leave to any server. A very large network does the same, and so do many networks together. Few products need it.',
  remedy: 'list the hosts or networks that the product needs',
  check: ({ spec, policies }) => [
    ...aboutEndpoints(spec, ({ destination }) => {
      if (destination.kind === 'any') return ['allows every destination'];
      return destination.kind === 'network' ? aboutNetwork(destination.network) : [];
    }),
    ...policies.flatMap(aboutSite),
  ],
};

const families = [4, 6] as const;
// The largest blocks that one organization ever received: a /8 in IPv4, a /13 in IPv6.
const prefixes: Readonly<Record<Family, number>> = { 4: 8, 6: 13 };
const largest: Readonly<Record<Family, string>> = {
  4: '/8, the largest IPv4 block of one organization',
  6: '/13, the largest IPv6 block of one organization',
};

/** One site needs no more of the largest blocks than this: all large clouds together have fewer. */
const mostTogether = 16;

function aboutNetwork(network: Network): string[] {
  const own = families.find((family) => isVast([network], family));
  if (own !== undefined) return [`contains more addresses than a ${largest[own]}`];
  return isVast(embeddedIn(network), 4) ? [`embeds more IPv4 addresses than a ${largest[4]}`] : [];
}

/** A rule and its networks that have no finding of their own, with the IPv4 networks that they embed. */
type Reach = { readonly rule: Rule; readonly networks: readonly Network[] };

/** One finding per site and family, for the first port on which the networks together are too large. */
function aboutSite({ site, rules }: Policy): FindingDraft[] {
  const reaches = rules.map((rule) => ({ rule, networks: networksOf(rule) }));
  return families.flatMap((family) => {
    const own = reaches
      .map(({ rule, networks }) => ({ rule, networks: ofFamily(networks, family) }))
      .filter(({ networks }) => networks.length > 0);
    const port = portOfMany(own, family);
    const message = `its networks on ${port} together contain more addresses than ${mostTogether} blocks of /${prefixes[family]} size`;
    return port === undefined ? [] : [{ subject: site.id, message, at: site.place }];
  });
}

function networksOf({ destinations }: Rule): Network[] {
  return destinations.flatMap(({ destination }) => {
    if (destination.kind !== 'network' || aboutNetwork(destination.network).length > 0) return [];
    return [destination.network, ...embeddedIn(destination.network)];
  });
}

function ofFamily(networks: readonly Network[], family: Family): Network[] {
  return mergeNetworks(networks.filter((network) => network.family === family));
}

/** Looks only at the first port of each range: the set of open networks changes nowhere else. */
function portOfMany(reaches: readonly Reach[], family: Family): string | undefined {
  const ranges = reaches.flatMap(({ rule }) => rule.ports);
  const asked = new Map(
    ranges.map(({ transport, low }) => {
      const port = { transport, low, high: low };
      return [formatPortRange(port), port];
    }),
  );
  return [...asked].find(([, port]) => {
    const open = reaches.filter(({ rule }) =>
      rule.ports.some(
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

/** Returns true if the networks of a family contain more addresses than `blocks` of the largest blocks. They must not overlap. */
function isVast(networks: readonly Network[], family: Family, blocks = 1): boolean {
  const count = networks
    .filter((network) => network.family === family)
    .reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
  return count > BigInt(blocks) << BigInt(bitsOf(family) - prefixes[family]);
}
