import { formatNetwork } from '../../net/network.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import { clientFamilies, unfilteredFamilies } from '../kit/writing/families.ts';
import { optionsOf } from './options.ts';
import { leadsToResolvers } from './plan.ts';
import { hasNames } from './plan-names.ts';

/** What a reviewer must know of the whole output, each a sentence. */
export function caveats(policy: TargetPolicy): string[] {
  return [
    ...(policy.rules.some(hasNames) ? nameCaveats(policy) : []),
    ...innerCaveats(policy),
    ...familyCaveats(policy),
    ...enforceCaveats(policy),
    ...(policy.site.enforce === 'closed' ? selfCaveats(policy) : []),
    ...(policy.site.targets.iptables?.filterHttpsRecords === true ? [filtersHttps] : []),
  ];
}

const filtersHttps =
  'HTTPS and SVCB records are left out of every answer of this dnsmasq, not only of the listed names; it must be 2.90 or later.';

/** What the clients reach of this device itself. */
function selfCaveats(policy: TargetPolicy): string[] {
  const { protection } = optionsOf(policy);
  if (protection === undefined) {
    return [
      'Nothing here filters what the clients send to this device itself, such as to its ssh or a proxy; "protectSelf" does.',
    ];
  }
  const { interfaces } = protection;
  return [
    'This device denies its clients its own services, ssh and ping too; neither "any" nor a listed network opens them.',
    'It still allows DNS where the spec opens it to self, DHCP (udp/67, in IPv6 udp/547), neighbor discovery and replies.',
    ...(interfaces.length === 0
      ? []
      : [
          `A link-local IPv6 address counts as a client's on these interfaces, whoever has it, and nowhere else: ${interfaces.join(', ')}.`,
        ]),
  ];
}

// What src/net/reserved.ts lists, in words.
const guarded =
  'in IPv4 this-network, private, shared, loopback, link-local, protocol-assignment, 6to4-relay, benchmarking, ' +
  'multicast and future use; in IPv6 unspecified, loopback, IPv4-mapped, local NAT64, discard-only, ' +
  'protocol-assignment, segment-routing, unique-local, link-local, site-local and multicast, ' +
  'and what NAT64 (64:ff9b::/96) and 6to4 (2002::/16) make of those IPv4 blocks';

function nameCaveats(policy: TargetPolicy): string[] {
  return [
    'Addresses are enforced, not names: every name on an address of an allowed name is reachable on its ports.',
    `A name that answers only with these addresses is not opened, unless the spec lists them as a network or opens any destination: ${guarded}.`,
    'A listed name below another listed host takes its own services and those of the wildcards above it, nothing of the host.',
    'The limits of 300 seconds on the lifetime of answers hold for everything that this dnsmasq answers.',
    'Taking a name away closes the addresses that it alone had; one that a kept name of its group and service was answered within a day stays open.',
    'A name that is listed anew below a listed one makes both wait: they may take no new connection until they are asked for again, which is 300 seconds at most.',
    'Over files of an earlier version, which kept no addresses of single names, taking one away makes all names of its group and service wait in the same way.',
    'Connections that are open stay open, also to a name that is taken away.',
    ...(policy.site.targets.iptables?.filterHttpsRecords === true ? [] : [leadsElsewhere]),
    ...resolverCaveats(policy),
  ];
}

const leadsElsewhere =
  'HTTPS and SVCB answers may lead clients to addresses that no set contains, which nothing here opens; "filterHttpsRecords" leaves such answers out.';

function innerCaveats({ site }: TargetPolicy): string[] {
  if (site.inner.length === 0) return [];
  const networks = site.inner.map(formatNetwork).join(', ');
  return [
    `Only what the spec lists as a network or as a resolver opens the site's inner networks, also as NAT64 and 6to4 spell them: ${networks}.`,
  ];
}

function resolverCaveats(policy: TargetPolicy): string[] {
  const { resolvers } = policy.site;
  const addresses = resolvers.kind === 'listed' ? resolvers.addresses.map(formatNetwork) : [];
  const asked = policy.rules.some(leadsToResolvers);
  return [
    ...(addresses.length > 0
      ? [`A name asked at ${addresses.join(' or ')} fills no set and stays closed.`]
      : []),
    ...(asked
      ? []
      : [
          'No rule opens the DNS of this device to the clients: it must be open already, or no set fills.',
        ]),
  ];
}

function familyCaveats(policy: TargetPolicy): string[] {
  return unfilteredFamilies(clientFamilies(policy));
}

function enforceCaveats(policy: TargetPolicy): string[] {
  const invalid =
    'Packets of the clients that belong to no known connection (conntrack INVALID) are dropped';
  return policy.site.enforce === 'closed'
    ? [`${invalid}.`]
    : [`${invalid}, also in this additive site; everything else is left to the site's own rules.`];
}
