import type { Site } from '../../language/types.ts';
import { mayShareDevice } from '../same-device.ts';
import { type Location, locationOf } from './options.ts';

/**
 * Would two sites write objects of the same names to the same place of a firewall or Panorama? Each would then empty
 * and fill the lists of the other. A site that names no device may be on that of any other. Both rulebases of a device group share its objects.
 */
export function sameLocation(a: Site, b: Site): boolean {
  const [first, second] = [a.targets.paloalto, b.targets.paloalto];
  if (first === undefined || second === undefined || a.prefix !== b.prefix) return false;
  if (!mayShareDevice(a, b)) return false;
  return placeOf(locationOf(first.location)) === placeOf(locationOf(second.location));
}

function placeOf(location: Location): string {
  switch (location.kind) {
    case 'vsys':
      return location.vsys;
    case 'shared':
      return 'shared';
    case 'device-group':
      return `device-group ${location.name}`;
  }
}
