import type { Site } from '../../../language/types.ts';
import type { NamingPlace } from '../../device.ts';

/**
 * Returns the place of a site's names for a target. Sites without a device count as separate devices here, since these
 * targets usually have one router or proxy per site.
 */
export function namesOnNamedDevice(
  target: keyof Site['targets'],
): (site: Site) => NamingPlace | undefined {
  return ({ prefix, targets }) =>
    targets[target] === undefined ? undefined : { key: prefix, unnamedDevice: 'own' };
}
