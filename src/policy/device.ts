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

/**
 * Returns the policies of all sites on the device of a site, in the order of the sites. The sites of a device share one
 * object, which compiles them one at a time whenever it is iterated.
 */
export function devicesOf(
  sites: readonly Site[],
  compile: (site: Site) => SitePolicy,
): (site: Site) => Policy['device'] {
  const devices = new Map<string | undefined, Site[]>();
  for (const site of sites) getOrAdd(devices, deviceOf(site), () => []).push(site);
  const lazy = new Map([...devices].map(([name, own]) => [name, compiledOnDemand(own, compile)]));
  return (site) => lazy.get(deviceOf(site)) ?? [];
}

function compiledOnDemand(
  sites: readonly Site[],
  compile: (site: Site) => SitePolicy,
): Policy['device'] {
  return {
    *[Symbol.iterator]() {
      for (const site of sites) yield compile(site);
    },
  };
}

/** The name of a site's device. Sites without a name are treated as on the same device. */
function deviceOf({ device }: Site): string | undefined {
  return device;
}
