import { bitsOf, type Family } from '../../../net/address.ts';
import { embeddedIn } from '../../../net/embedded.ts';
import { mergeNetworks, type Network } from '../../../net/network.ts';
import { formatPortRange } from '../../../net/port.ts';
import type { Policy, Rule } from '../../../policy/types.ts';
import type { FindingDraft } from '../../findings/finding.ts';
import { aboutEndpoints } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** An endpoint that leads everywhere, or to so many addresses that it might as well; or a site whose endpoints do so together. */
export const anyDestination: SpecRule = {
  id: 'any-destination',
  severity: 9.8,
  title: 'an endpoint leads everywhere',
  why: 'A rule whose destination is any, or as good as any, lets data go to whoever asks for it, and so do many networks side by side. Hardly any product needs it.',
  remedy: 'name the hosts or networks that are needed',
  check: ({ spec, policies }) => [
    ...aboutEndpoints(spec, ({ destination }) => {
      if (destination.kind === 'any') return ['leads to every destination'];
      return destination.kind === 'network' ? aboutNetwork(destination.network) : [];
    }),
    ...policies.flatMap(aboutSite),
  ],
};

const families = [4, 6] as const;
// The largest blocks that one organisation was ever given: a /8 in IPv4, a /13 in IPv6.
const prefixes: Readonly<Record<Family, number>> = { 4: 8, 6: 13 };
const largest: Readonly<Record<Family, string>> = {
  4: '/8, the most that anybody has in IPv4',
  6: '/13, the most that anybody has in IPv6',
};

/** All large clouds together have less than that many of the largest blocks: one site needs no more of them. */
const mostTogether = 16;

function aboutNetwork(network: Network): string[] {
  const own = families.find((family) => isVast([network], family));
  if (own !== undefined) return [`holds more addresses than a ${largest[own]}`];
  return isVast(embeddedIn(network), 4)
    ? [`leads to more IPv4 addresses than a ${largest[4]}`]
    : [];
}

/** The networks of a rule that no line tells of, and what they lead to. */
type Reach = { readonly rule: Rule; readonly networks: readonly Network[] };

/** Once for a site and a family, at the first port where its networks are too many together. */
function aboutSite({ site, rules }: Policy): FindingDraft[] {
  const reaches = rules.map((rule) => ({ rule, networks: networksOf(rule) }));
  return families.flatMap((family) => {
    const own = reaches
      .map(({ rule, networks }) => ({ rule, networks: ofFamily(networks, family) }))
      .filter(({ networks }) => networks.length > 0);
    const port = portOfMany(own, family);
    const message = `on ${port} its networks together hold more addresses than ${mostTogether} blocks of a ${largest[family]}`;
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

/** What is open is the most at the first port of some range. */
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

/** Do the networks of a family, which do not overlap, hold more than so many of the largest blocks? */
function isVast(networks: readonly Network[], family: Family, blocks = 1): boolean {
  const count = networks
    .filter((network) => network.family === family)
    .reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
  return count > BigInt(blocks) << BigInt(bitsOf(family) - prefixes[family]);
}
