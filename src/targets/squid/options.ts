import type { Network } from '../../net/network.ts';
import { innerSpace } from '../../policy/inner.ts';
import type { Policy } from '../../policy/types.ts';
import { type Refusal, type Result, success } from '../../problem.ts';
import { clientsOf } from '../clients.ts';
import { namedOptions } from '../named-options.ts';

/** The options of one site, defaults filled in, each checked for its place in the file. */
export type Settings = {
  readonly tlsInspection: 'none' | 'explicit' | 'intercept';
  /** The clients as this proxy sees them; sorted and merged. */
  readonly clients: readonly Network[];
  /** The site's own networks, to which no listed name may lead; sorted and merged, empty when the site names none. */
  readonly inner: readonly Network[];
  readonly direct: boolean;
  /** Names of ICAP or eCAP services, in the order of the site. */
  readonly adaptationServices: readonly string[];
  /** Numbers of delay pools, in the order of the site. */
  readonly delayPools: readonly number[];
};

/**
 * The site's options for this target. Refuses clients that are not networks; the schema refuses names and numbers that
 * are none of Squid's.
 */
export function settingsOf(policy: Policy): Result<Settings, readonly Refusal[]> {
  const clients = clientsOf(policy, 'squid');
  if (!clients.ok) return clients;
  const options = namedOptions(policy.site, 'squid');
  const { tlsInspection, direct = true, adaptationServices = [], delayPools = [] } = options;
  return success({
    tlsInspection,
    clients: clients.value,
    inner: innerSpace(policy.site),
    direct,
    adaptationServices,
    delayPools,
  });
}
