import type { Tier } from '../../language/types.ts';
import type { Family } from '../../net/address.ts';
import type { Network } from '../../net/network.ts';
import type { TargetSitePolicy } from '../../policy/types.ts';
import { namedOptions } from '../kit/writing/options.ts';

/** What a rule's ipprotocol may be; inet46 is both families. */
export type IpProtocol = 'inet' | 'inet6' | 'inet46';

/** What a closed site does with a packet that it denies: reject tells the client, block drops. */
export type Closing = 'reject' | 'block';

/** The target's options with every default filled in. */
export type Options = {
  readonly interface: string;
  readonly ipprotocol: IpProtocol;
  /** The families that the rules hold for: the clients have them, and ipprotocol names them. */
  readonly families: readonly Family[];
  /** Sorted and merged, of those families only; empty at a site that is refused for it. */
  readonly clients: readonly Network[];
  readonly disabledTiers: readonly Tier[];
  /** Does a closed site log what it denies? */
  readonly log: boolean;
  readonly closing: Closing;
};

const familiesOf: Readonly<Record<IpProtocol, readonly Family[]>> = {
  inet: [4],
  inet6: [6],
  inet46: [4, 6],
};

/** The options that a site gives this target; an ipprotocol of which no client has an address leaves no client. */
export function optionsOf({ site }: TargetSitePolicy): Options {
  const options = namedOptions(site, 'pfsense');
  const ipprotocol = options.ipprotocol ?? protocolOf(site.clients);
  const clients = site.clients.filter(({ family }) => familiesOf[ipprotocol].includes(family));
  return {
    interface: options.interface,
    ipprotocol,
    families: ([4, 6] as const).filter((family) => clients.some((one) => one.family === family)),
    clients,
    disabledTiers: options.disabledTiers ?? [],
    log: options.log ?? true,
    closing: options.closing ?? 'reject',
  };
}

/** The clients of the families that "ipprotocol" names; all of them at a site whose ipprotocol is refused. */
export function filteredClients(policy: TargetSitePolicy): readonly Network[] {
  const { clients } = optionsOf(policy);
  return clients.length > 0 ? clients : policy.site.clients;
}

function protocolOf(clients: readonly Network[]): IpProtocol {
  const [four, six] = ([4, 6] as const).map((family) =>
    clients.some((client) => client.family === family),
  );
  if (four && six) return 'inet46';
  return six ? 'inet6' : 'inet';
}
