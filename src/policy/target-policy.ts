import { getOrAdd } from '../maps.ts';
import { mergeNetworks, type Network } from '../net/network.ts';
import { parseNetwork } from '../net/network-text.ts';
import type { Policy, SitePolicy, TargetPolicy, TargetSitePolicy } from './types.ts';

/** The policy of a site for one of its targets. It is made once, so that callers can cache results by it. */
export function targetPolicy(policy: Policy, target: string): TargetPolicy {
  return once(made, policy, target, () => ({
    ...seenBy(policy, target),
    device: deviceSeenBy(policy.device, target),
  }));
}

/** The results for a policy or a device, by the target's name. */
type Made<Key extends object, Value> = WeakMap<Key, Map<string, Value>>;

const made: Made<Policy, TargetPolicy> = new WeakMap();
const devices: Made<Policy['device'], TargetPolicy['device']> = new WeakMap();

/** The policies of a device for one target. The sites of a device share this object. */
function deviceSeenBy(device: Policy['device'], target: string): TargetPolicy['device'] {
  return once(devices, device, target, () => ({
    *[Symbol.iterator]() {
      for (const policy of device) {
        if (Object.hasOwn(policy.site.targets, target)) yield seenBy(policy, target);
      }
    },
  }));
}

function once<Key extends object, Value>(
  known: Made<Key, Value>,
  key: Key,
  target: string,
  make: () => Value,
): Value {
  const byTarget = getOrAdd(known, key, () => new Map<string, Value>());
  return getOrAdd(byTarget, target, make);
}

/** A policy for a target, whose option `clients` replaces the site's clients. */
function seenBy({ spec, site, rules }: SitePolicy, target: string): TargetSitePolicy {
  const clients = clientsOption(site, target);
  if (clients === undefined) return { spec, site, rules, target };
  return {
    spec,
    site: { ...site, clients },
    rules: rules.map((rule) => ({ ...rule, clients })),
    target,
  };
}

function clientsOption({ targets }: SitePolicy['site'], target: string): Network[] | undefined {
  const options = Object.entries(targets).find(([name]) => name === target)?.[1];
  if (options?.clients === undefined) return undefined;
  if (options.clients.length === 0)
    throw new Error('the validated spec has an empty list of clients');
  return mergeNetworks(options.clients.map(networkOf));
}

function networkOf(text: string): Network {
  const network = parseNetwork(text);
  if (!network.ok) throw new Error(`the validated spec has the invalid client network "${text}"`);
  return network.value;
}
