import type { Network } from '../../net/network.ts';
import { innerSpace } from '../../policy/inner.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import { namedOptions } from '../kit/writing/options.ts';

/** The options of one site, with defaults filled in. */
export type Options = {
  readonly tlsInspection: 'none' | 'explicit' | 'intercept';
  /** The clients as this proxy sees them; sorted and merged. */
  readonly clients: readonly Network[];
  /** The site's inner networks, which no listed name may allow; sorted and merged, empty if the site has none. */
  readonly inner: readonly Network[];
  readonly direct: boolean;
  /** Names of ICAP or eCAP services, in the order of the site. */
  readonly adaptationServices: readonly string[];
  /** Numbers of delay pools, in the order of the site. */
  readonly delayPools: readonly number[];
};

/** The site's options for this target; the schema refuses names and numbers that Squid does not accept. */
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
