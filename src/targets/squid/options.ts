import type { Network } from '../../net/network.ts';
import { innerSpace } from '../../policy/inner.ts';
import type { Policy } from '../../policy/types.ts';
import { failure, type Refusal, type Result, success } from '../../problem.ts';
import { clientsOf } from '../clients.ts';

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
 * The site's options for this target. Refuses a site that does not say how its proxy treats TLS (squid-options),
 * clients that are not networks or an empty list (clients-empty), and names and numbers that are none of Squid's
 * (squid-adaptation, squid-delay-pool).
 */
export function settingsOf(policy: Policy): Result<Settings, Refusal[]> {
  const options = policy.site.targets.squid;
  if (options === undefined) return failure([noOptions]);
  const clients = clientsOf(policy, 'squid');
  const { tlsInspection, direct = true, adaptationServices = [], delayPools = [] } = options;
  const refusals = [
    ...(clients.ok ? [] : clients.error),
    ...adaptationServices.filter((name) => !isServiceName(name)).map(refuseService),
    ...delayPools.filter((pool) => !isPool(pool)).map(refusePool),
  ];
  if (!clients.ok || refusals.length > 0) return failure(refusals);
  return success({
    tlsInspection,
    clients: clients.value,
    inner: innerSpace(policy.site),
    direct,
    adaptationServices,
    delayPools,
  });
}

function isServiceName(name: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}$/.test(name);
}

function isPool(pool: number): boolean {
  return Number.isInteger(pool) && pool >= 1 && pool <= 65535;
}

const noOptions: Refusal = {
  rule: 'squid-options',
  message: 'the site does not say how its Squid treats TLS',
  help: 'write "squid: { tlsInspection: none }", or explicit, or intercept',
};

function refuseService(name: string): Refusal {
  return {
    rule: 'squid-adaptation',
    message: `the adaptation service ${JSON.stringify(name)} is no name of a service in Squid`,
    help: 'write the name that stands after icap_service, ecap_service or adaptation_service_set',
  };
}

function refusePool(pool: number): Refusal {
  return {
    rule: 'squid-delay-pool',
    message: `the delay pool ${pool} is no number of a pool`,
    help: 'write the number that stands after delay_class, from 1 to 65535',
  };
}
