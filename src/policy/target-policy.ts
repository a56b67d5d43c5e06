import { mergeNetworks, type Network } from '../net/network.ts';
import { parseNetwork } from '../net/network-text.ts';
import type { Policy, SitePolicy, TargetPolicy, TargetSitePolicy } from './types.ts';

/** The policy of a site as one of its targets sees it; made once for each, so that what is asked of it can be kept. */
export function targetPolicy(policy: Policy, target: string): TargetPolicy {
  return once(made, policy, target, () => ({
    ...seenBy(policy, target),
    device: deviceSeenBy(policy.device, target),
  }));
}

/** What was made of a policy or of a device's policies, by the target's name. */
type Made<Key extends object, Value> = WeakMap<Key, Map<string, Value>>;

const made: Made<Policy, TargetPolicy> = new WeakMap();
const devices: Made<Policy['device'], readonly TargetSitePolicy[]> = new WeakMap();

/** The sites of a device share one array, and so do the targets of one name. */
function deviceSeenBy(device: Policy['device'], target: string): readonly TargetSitePolicy[] {
  return once(devices, device, target, () =>
    device
      .filter(({ site }) => Object.hasOwn(site.targets, target))
      .map((policy) => seenBy(policy, target)),
  );
}

function once<Key extends object, Value>(
  known: Made<Key, Value>,
  key: Key,
  target: string,
  make: () => Value,
): Value {
  const byTarget = known.get(key) ?? new Map<string, Value>();
  known.set(key, byTarget);
  const value = byTarget.get(target) ?? make();
  byTarget.set(target, value);
  return value;
}

/** The target's option `clients` takes the place of the site's clients. */
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
  if (options.clients.length === 0) throw new Error('the spec let an empty list of clients pass');
  return mergeNetworks(options.clients.map(networkOf));
}

function networkOf(text: string): Network {
  const network = parseNetwork(text);
  if (!network.ok) throw new Error(`the spec let the client network "${text}" pass`);
  return network.value;
}
