import { formatNetwork } from '../../net/network.ts';
import { isTcpOrUdp, type Protocol } from '../../net/transport.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import { clientFamilies, unfilteredFamilies } from '../kit/writing/families.ts';
import { optionsOf } from './options.ts';
import { leadsToResolvers, namesSelf } from './plan.ts';
import { hasNames } from './plan-names.ts';

/** What a reviewer must know about the whole output. */
export function caveats(policy: TargetPolicy): string[] {
  return [
    ...(policy.rules.some(hasNames) ? nameCaveats(policy) : []),
    ...innerCaveats(policy),
    ...protocolCaveats(policy),
    ...familyCaveats(policy),
    ...enforceCaveats(policy),
    ...(policy.site.enforce === 'closed' ? selfCaveats(policy) : []),
    ...(policy.site.targets.iptables?.filterHttpsRecords === true ? [filtersHttps] : []),
  ];
}

const filtersHttps =
  'dnsmasq removes HTTPS and SVCB records from all its answers, not only for the listed names. It must be version 2.90 or later.';

/** Which services of this device itself the clients reach. */
function selfCaveats(policy: TargetPolicy): string[] {
  const { protection } = optionsOf(policy);
  if (protection === undefined) {
    return [
      'These files do not filter traffic from the clients to this device itself, such as to ssh or a proxy. Set "protectSelf" to filter it.',
    ];
  }
  const { interfaces } = protection;
  return [
    'This device denies its clients its own services, including ssh and ping. Neither "any" nor a listed network allows them.',
    `It still allows ${policy.rules.some(namesSelf) ? 'what' : 'DNS if'} the spec allows${policy.rules.some(namesSelf) ? '' : ' it'} to self, DHCP (udp/67, in IPv6 udp/547), neighbor discovery and replies.`,
    ...(interfaces.length === 0
      ? []
      : [
          `Every link-local IPv6 address on these interfaces counts as a client, and none on other interfaces: ${interfaces.join(', ')}.`,
        ]),
  ];
}

// The blocks of src/net/reserved.ts, in words.
const guarded =
  'in IPv4 this-network, private, shared, loopback, link-local, protocol-assignment, 6to4-relay, benchmarking, ' +
  'multicast and future use; in IPv6 unspecified, loopback, IPv4-mapped, local NAT64, discard-only, ' +
  'protocol-assignment, segment-routing, unique-local, link-local, site-local and multicast, ' +
  'and the NAT64 (64:ff9b::/96) and 6to4 (2002::/16) forms of those IPv4 blocks';

function nameCaveats(policy: TargetPolicy): string[] {
  return [
    'Addresses are enforced, not names: every name on an address of an allowed name is reachable on its ports.',
    `A name that resolves only to these addresses is not allowed, unless the spec lists them as a network or allows any destination: ${guarded}.`,
    'A listed subdomain of a listed host gets its own services and those of the wildcards above it, but not those of the host.',
    'dnsmasq limits the lifetime of all its answers to 300 seconds, not only for the listed names.',
    'Removing a name revokes its addresses, unless another name in the same group and service resolved to the same address in the last 24 hours.',
    'After you add a subdomain of a listed name, new connections to both may be denied until the client resolves them again (at most 300 seconds).',
    'The same happens to all names of a group and service if you remove one of them while files of an early version without sets for single names are applied.',
    'Existing connections continue, even to a removed name, unless conntrack is installed on the device: then apply.sh ends them.',
    ...(policy.site.targets.iptables?.filterHttpsRecords === true ? [] : [leadsElsewhere]),
    ...resolverCaveats(policy),
  ];
}

const leadsElsewhere =
  'HTTPS and SVCB answers may point clients to addresses that no set contains and no rule allows. Set "filterHttpsRecords" to remove such answers.';

function innerCaveats({ site }: TargetPolicy): string[] {
  if (site.inner.length === 0) return [];
  const networks = site.inner.map(formatNetwork).join(', ');
  return [
    `The site's inner networks are denied, including their NAT64 and 6to4 forms, except networks and resolvers that the spec lists: ${networks}.`,
  ];
}

// The time without packets after which the kernel forgets a flow.
const lifetimes: readonly (readonly [Protocol, seconds: number])[] = [
  ['esp', 600],
  ['ah', 600],
  ['gre', 180],
];

function protocolCaveats(policy: TargetPolicy): string[] {
  const used = new Set(policy.rules.flatMap(({ ports }) => ports.map((range) => range.transport)));
  const hasIpv6 = clientFamilies(policy).includes(6);
  const hasProtocols = [...used].some((transport) => !isTcpOrUdp(transport));
  return [
    ...lifetimes
      .filter(([protocol]) => used.has(protocol))
      .map(
        ([protocol, seconds]) =>
          `Once a client has sent a packet of ${protocol}, the other side may send packets of ${protocol} to it, until none passes for ${seconds} seconds.`,
      ),
    ...(used.has('sctp') ? [oneAddress] : []),
    ...(used.has('gre') ? [namesGre] : []),
    ...(hasProtocols && hasIpv6 ? withinAh : []),
  ];
}

const oneAddress =
  'An SCTP association can use one address of each side. Its packets between other addresses may be denied.';

const namesGre =
  'The device needs the protocol gre in /etc/protocols. Without it, apply.sh rejects these files.';

// The kernel tracks an IPv6 packet inside AH as one without AH.
const withinAh = [
  'In IPv6, once the other side answered, the packets of an allowed connection pass both inside AH and without it.',
  'ip6tables-legacy also allows AH around the first packet of a connection that another rule allows.',
];

function resolverCaveats(policy: TargetPolicy): string[] {
  const { resolvers } = policy.site;
  const addresses = resolvers.kind === 'listed' ? resolvers.addresses.map(formatNetwork) : [];
  const asked = policy.rules.some(leadsToResolvers);
  return [
    ...(addresses.length > 0
      ? [
          `If a client resolves a name at ${addresses.join(' or ')}, no set is filled and the name is not allowed.`,
        ]
      : []),
    ...(asked
      ? []
      : [
          'No rule allows clients to query the DNS of this device. Other rules must allow it, or the sets stay empty.',
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
    : [`${invalid}, even in this allow-only site. The site's own rules decide everything else.`];
}
