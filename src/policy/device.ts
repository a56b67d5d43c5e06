import type { Site } from '../language/types.ts';
import type { Policy, SitePolicy } from './types.ts';

/** Gives each policy those of all sites on its device, in the order of the sites. */
export function withDevices(policies: readonly SitePolicy[]): Policy[] {
  const devices = new Map<string | undefined, SitePolicy[]>();
  return policies.map((policy) => {
    const device = devices.get(deviceOf(policy.site)) ?? [];
    devices.set(deviceOf(policy.site), device);
    device.push(policy);
    return { ...policy, device };
  });
}

/** The name of a site's device. Sites that name none are taken to be on one. */
function deviceOf({ device }: Site): string | undefined {
  return device;
}
