import type { Tier } from '../../language/types.ts';
import type { Family } from '../../net/address.ts';
import type { Network } from '../../net/network.ts';
import type { SitePolicy } from '../../policy/types.ts';
import { failure, type Refusal, type Result, success } from '../../problem.ts';
import { clientsOf } from '../clients.ts';
import { namedOptions } from '../named-options.ts';

/** What a rule's ipprotocol may be; inet46 is both families. */
export type IpProtocol = 'inet' | 'inet6' | 'inet46';

/** What a closed site does with a packet that it denies: reject tells the client, block drops. */
export type Closing = 'reject' | 'block';

/** The target's options with every default filled in. */
export type Settings = {
  readonly interface: string;
  readonly ipprotocol: IpProtocol;
  /** The families that the rules hold for: the clients have them, and ipprotocol names them; never empty. */
  readonly families: readonly Family[];
  /** Sorted and merged, of those families only; never empty. */
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

/**
 * The options that a site gives this target. Refuses client networks that are not canonical, and an ipprotocol of which
 * no client has an address (ipprotocol-without-clients).
 */
export function settingsOf(policy: SitePolicy): Result<Settings, readonly Refusal[]> {
  const options = namedOptions(policy.site, 'pfsense');
  const clients = clientsOf(policy, 'pfsense');
  if (!clients.ok) return clients;
  const ipprotocol = options.ipprotocol ?? protocolOf(clients.value);
  const served = clients.value.filter(({ family }) => familiesOf[ipprotocol].includes(family));
  if (served.length === 0) return failure([withoutClients(ipprotocol)]);
  return success({
    interface: options.interface,
    ipprotocol,
    families: ([4, 6] as const).filter((family) => served.some((one) => one.family === family)),
    clients: served,
    disabledTiers: options.disabledTiers ?? [],
    log: options.log ?? true,
    closing: options.closing ?? 'reject',
  });
}

function protocolOf(clients: readonly Network[]): IpProtocol {
  const [four, six] = ([4, 6] as const).map((family) =>
    clients.some((client) => client.family === family),
  );
  if (four && six) return 'inet46';
  return six ? 'inet6' : 'inet';
}

function withoutClients(ipprotocol: IpProtocol): Refusal {
  return {
    rule: 'ipprotocol-without-clients',
    message: `no client has an address for "ipprotocol: ${ipprotocol}"`,
    help: 'leave "ipprotocol" out to take the families that the clients have, or name clients of that family',
  };
}
