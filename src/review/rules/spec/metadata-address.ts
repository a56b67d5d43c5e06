import { parseAddress } from '../../../net/address.ts';
import { embeddedIn } from '../../../net/embedded.ts';
import { type Host, parseHostName } from '../../../net/host.ts';
import { hostHolds } from '../../../net/host-set.ts';
import { type Network, networkOfAddress, networksIntersect } from '../../../net/network.ts';
import { aboutHosts, aboutNetworks } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** An endpoint that holds the address or the name of a cloud's metadata service. */
export const metadataAddress: SpecRule = {
  id: 'metadata-address',
  severity: 9.1,
  title: "an endpoint holds a cloud's metadata service",
  why: 'Metadata services hand out the credentials of the machine to whoever can reach them; no product needs a firewall to open them.',
  remedy: 'name the networks and hosts that are needed, without the metadata service',
  check: ({ spec }) => [
    ...aboutNetworks(spec, (network) => holding(addressesIn([network, ...embeddedIn(network)]))),
    ...aboutHosts(spec, (host) => holding(namesIn(host))),
  ],
};

/** AWS, Azure, Google and others; AWS over IPv6; Alibaba; Oracle; Azure's host of its agents. */
const addresses = [
  '169.254.169.254',
  'fd00:ec2::254',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
];

/** Google's, by both of its names, and AWS's. */
const names = ['metadata.google.internal', 'metadata.goog', 'instance-data.ec2.internal'];

/** Where clouds answer with metadata, as networks of one address. */
export const metadataNetworks: readonly Network[] = addresses.flatMap((text) => {
  const address = parseAddress(text);
  return address.ok ? [networkOfAddress(address.value)] : [];
});

function addressesIn(networks: readonly Network[]): string[] {
  return addresses.filter((_, index) => {
    const metadata = metadataNetworks[index];
    return networks.some((network) => metadata && networksIntersect(network, metadata));
  });
}

function namesIn(host: Host): string[] {
  return names.filter((text) => {
    const name = parseHostName(text);
    return name.ok && hostHolds(host, name.value);
  });
}

function holding(found: readonly string[]): string[] {
  return found.length === 0 ? [] : [`holds ${found.join(' and ')}, where clouds serve metadata`];
}
