import type { Network } from '../../net/network.ts';
import type { Policy } from '../../policy/types.ts';
import { failure, type Refusal, type Result, success } from '../../problem.ts';
import { clientsOf } from '../clients.ts';

/** The target's options with every default filled in. */
export type Options = {
  readonly hook: string;
  readonly log: boolean;
  /** Sorted and merged; the site's clients unless the target names its own. */
  readonly clients: readonly Network[];
};

/**
 * The options that a site gives this target.
 * Refuses `resolve: pinned` (pinned-not-built), a hook that cannot see forwarded packets (hook-invalid) and client
 * networks that are not canonical.
 */
export function optionsOf(policy: Policy): Result<Options, readonly Refusal[]> {
  const { resolve = 'dnsmasq', hook = 'FORWARD', log = true } = policy.site.targets.iptables ?? {};
  const clients = clientsOf(policy, 'iptables');
  const refusals = [
    ...(resolve === 'pinned' ? [pinnedNotBuilt] : []),
    ...(isHook(hook, policy.site.prefix) ? [] : [hookInvalid(hook)]),
    ...(clients.ok ? [] : clients.error),
  ];
  if (refusals.length > 0 || !clients.ok) return failure(refusals);
  return success({ hook, log, clients: clients.value });
}

// The other built-in chains of the filter table never see a forwarded packet; our own chains would loop.
const blind = ['INPUT', 'OUTPUT', 'PREROUTING', 'POSTROUTING'];

// By their whole names: with the prefix docker, DOCKER-USER is not one of them.
const endings = ['END', 'IN', 'OPTIONAL', 'OUT', 'RECOMMENDED', 'REQUIRED', 'SELF'];

function isHook(hook: string, prefix: string): boolean {
  const own = endings.map((ending) => `${prefix.toUpperCase()}-${ending}`);
  return /^[A-Za-z0-9_][A-Za-z0-9_-]{0,27}$/.test(hook) && ![...blind, ...own].includes(hook);
}

function hookInvalid(hook: string): Refusal {
  return {
    rule: 'hook-invalid',
    message: `the hook "${hook}" is not a chain that forwarded packets go through`,
    help: 'write FORWARD, or a chain that FORWARD leads to, such as DOCKER-USER',
    option: 'hook',
  };
}

const pinnedNotBuilt: Refusal = {
  rule: 'pinned-not-built',
  message: '"resolve: pinned" is not built yet',
  help: 'write "resolve: dnsmasq"',
  option: 'resolve',
};
