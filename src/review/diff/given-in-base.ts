import type { Endpoint, Site, Spec } from '../../language/types.ts';
import { getOrAdd } from '../../maps.ts';
import { mergePorts, type PortRange, subtractPorts } from '../../net/port.ts';
import { openGroup } from '../../policy/open-groups.ts';
import { writtenText } from '../../policy/written.ts';
import type { Finding } from '../findings/finding.ts';
import type { Gain } from './change.ts';

/** A finding about access that a site adds. */
type OfGain = { readonly finding: Finding; readonly gain: Gain; readonly site: string };

/**
 * The ports on which each site of base has each value of an endpoint. The same value is another device at another site, so
 * an exception for the words of the spec accepts it only where base had it.
 */
export class GivenInBase {
  readonly #ports: ReadonlyMap<string, readonly PortRange[]>;

  constructor({ groups, sites }: Spec) {
    const found = new Map<string, PortRange[]>();
    const wanting = groups
      .filter(({ wanted }) => wanted.length > 0)
      .map((group) => ({ ...group, endpoints: [] }));
    for (const site of sites) {
      const given = wanting.flatMap((group) => openGroup(group, site).endpoints);
      for (const endpoint of given) {
        const own = getOrAdd(found, keyOf(site.id, endpoint), (): PortRange[] => []);
        for (const range of endpoint.services.flatMap(({ ports }) => ports)) own.push(range);
      }
    }
    this.#ports = new Map([...found].map(([key, ports]) => [key, mergePorts(ports)]));
  }

  /** Is the finding about a value that base does not have at this site on all these ports? */
  isNew({ finding, gain, site }: OfGain): boolean {
    return gain.origins.some(
      ({ endpoint }) =>
        endpoint.given !== undefined &&
        endpoint.written === finding.subject &&
        subtractPorts(gain.ports, this.#ports.get(keyOf(site, endpoint)) ?? []).length > 0,
    );
  }
}

function keyOf(site: Site['id'], endpoint: Endpoint): string {
  return JSON.stringify([site, writtenText(endpoint)]);
}
