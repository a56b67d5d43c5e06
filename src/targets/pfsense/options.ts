import type { PfsenseOptions } from '../../language/document.ts';
import type { Tier } from '../../language/types.ts';
import type { Family } from '../../net/address.ts';
import type { Network } from '../../net/network.ts';
import type { TargetSitePolicy } from '../../policy/types.ts';
import { oncePerSite } from '../kit/writing/once.ts';
import { namedOptions } from '../kit/writing/options.ts';

/** The values of ipprotocol; inet46 is both families. */
export type IpProtocol = 'inet' | 'inet6' | 'inet46';

/** What a default-deny site does with a packet that it denies: reject informs the client, block drops it. */
export type Closing = 'reject' | 'block';

/** The position of the rules among the site's own: top, bottom, or beside a rule with a description. */
export type Position = Exclude<PfsenseOptions['position'], undefined>;

/** The target's options with every default filled in. */
export type Options = {
  readonly interface: string;
  readonly ipprotocol: IpProtocol;
  /** The address families of the rules: those of the clients that ipprotocol includes. */
  readonly families: readonly Family[];
  /** Sorted and merged, only of those families; empty at a site that is refused because of it. */
  readonly clients: readonly Network[];
  readonly disabledTiers: readonly Tier[];
  /** Does a default-deny site log what it denies? */
  readonly log: boolean;
  readonly closing: Closing;
  /** Where the script puts the rules of a site for the first time. */
  readonly position: Position;
};

const familiesOf: Readonly<Record<IpProtocol, readonly Family[]>> = {
  inet: [4],
  inet6: [6],
  inet46: [4, 6],
};

/** The options of a site for this target. If no client has an address for ipprotocol, there are no clients. */
export const optionsOf = oncePerSite(({ site }): Options => {
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
    position: options.position ?? 'top',
  };
});

/** A position in words: `top`, `bottom`, `before DESCRIPTION` or `after DESCRIPTION`. */
export function positionText(position: Position): string {
  if (typeof position === 'string') return position;
  return Object.entries(position)
    .map(([side, description]) => `${side} ${description}`)
    .join('');
}

/** The clients in the families of "ipprotocol"; all of them at a site whose ipprotocol is refused. */
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
