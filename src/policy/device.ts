import type { Site } from '../language/types.ts';
import { getOrAdd } from '../maps.ts';
import type { Policy, SitePolicy } from './types.ts';

/** Adds to each policy the policies of all sites on its device, in the order of the sites. */
export function withDevices(policies: readonly SitePolicy[]): Policy[] {
  const devices = new Map<string | undefined, SitePolicy[]>();
  return policies.map((policy) => {
    const device = getOrAdd(devices, deviceOf(policy.site), () => []);
    device.push(policy);
    return { ...policy, device };
  });
}

/** The name of a site's device. Sites without a name are treated as on the same device. */
function deviceOf({ device }: Site): string | undefined {
  return device;
}
