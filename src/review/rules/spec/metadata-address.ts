import { parseAddress } from '../../../net/address.ts';
import { embeddedIn } from '../../../net/embedded.ts';
import type { Host } from '../../../net/host.ts';
import { hostHolds } from '../../../net/host-set.ts';
import { parseHostName } from '../../../net/host-text.ts';
import { type Network, networkOfAddress, networksIntersect } from '../../../net/network.ts';
import { aboutHosts, aboutNetworks } from '../kit/about-endpoints.ts';
import type { SpecRule } from '../kit/rule.ts';

/** An endpoint that includes the address or the name of a cloud's metadata service. */
export const metadataAddress: SpecRule = {
  id: 'metadata-address',
  severity: 9.1,
  title: 'an endpoint includes a cloud metadata service',
  why: 'A metadata service returns the credentials of a machine to any client that reaches it. No product needs a firewall to allow it.',
  remedy: 'list the networks and hosts that the product needs, without the metadata service',
  check: ({ spec }) => [
    ...aboutNetworks(spec, (network) => holding(addressesIn([network, ...embeddedIn(network)]))),
    ...aboutHosts(spec, (host) => holding(namesIn(host))),
  ],
};

/** In this order: AWS, Azure, Google and others; AWS over IPv6; Alibaba; Oracle; the host of Azure agents. */
const addresses = [
  '169.254.169.254',
  'fd00:ec2::254',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
];

/** Both names of Google's service, and the name of AWS. */
const names = ['metadata.google.internal', 'metadata.goog', 'instance-data.ec2.internal'];

/** The metadata addresses as networks of one address each. */
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
  return found.length === 0 ? [] : [`includes ${found.join(' and ')}, where clouds serve metadata`];
}
