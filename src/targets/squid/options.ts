import type { Network } from '../../net/network.ts';
import { innerSpace } from '../../policy/inner.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import { namedOptions } from '../kit/writing/options.ts';

/** The options of one site, defaults filled in, each checked for its place in the file. */
export type Options = {
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

/** The site's options for this target; the schema refuses names and numbers that are none of Squid's. */
export function optionsOf({ site }: TargetPolicy): Options {
  const options = namedOptions(site, 'squid');
  const { tlsInspection, direct = true, adaptationServices = [], delayPools = [] } = options;
  const { clients } = site;
  return {
    tlsInspection,
    clients,
    inner: innerSpace(site),
    direct,
    adaptationServices,
    delayPools,
  };
}
