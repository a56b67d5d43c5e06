import type { IptablesOptions } from '../../language/document.ts';
import type { Network } from '../../net/network.ts';
import { compareText } from '../../net/order.ts';
import type { Policy } from '../../policy/types.ts';
import { failure, type Refusal, type Result, success } from '../../problem.ts';
import { clientsOf } from '../clients.ts';

/** How this device itself is closed to the clients; the interfaces, sorted, tell their link-local packets. */
export type Protection = { readonly interfaces: readonly string[] };

/** The target's options with every default filled in. */
export type Options = {
  readonly hook: string;
  readonly hook6: string;
  readonly log: boolean;
  /** Undefined where the device keeps its own rules. */
  readonly protection: Protection | undefined;
  readonly filterHttpsRecords: boolean;
  /** Sorted and merged; the site's clients unless the target names its own. */
  readonly clients: readonly Network[];
};

/**
 * The options that a site gives this target.
 * Refuses a hook that cannot see forwarded packets (hook-invalid), a protection that would close nothing or leave a way
 * in (protect-self-additive, protect-self-interfaces) and client networks that are not canonical.
 */
export function optionsOf(policy: Policy): Result<Options, readonly Refusal[]> {
  const { prefix } = policy.site;
  const written = policy.site.targets.iptables ?? {};
  const { hook = 'FORWARD', hook6 = hook, log = true, filterHttpsRecords = false } = written;
  const protection = protectionOf(written);
  const clients = clientsOf(policy, 'iptables');
  const refusals = [
    ...(isHook(hook, prefix) ? [] : [hookInvalid(hook, 'hook')]),
    ...(written.hook6 === undefined || isHook(hook6, prefix) ? [] : [hookInvalid(hook6, 'hook6')]),
    ...(clients.ok ? protectionRefusals(policy, protection, clients.value) : clients.error),
  ];
  if (refusals.length > 0 || !clients.ok) return failure(refusals);
  return success({ hook, hook6, log, protection, filterHttpsRecords, clients: clients.value });
}

/** How the options close this device; undefined when they do not. */
export function protectionOf({ protectSelf = false }: IptablesOptions): Protection | undefined {
  if (protectSelf === false) return undefined;
  return { interfaces: protectSelf === true ? [] : [...protectSelf.interfaces].sort(compareText) };
}

function protectionRefusals(
  { site }: Policy,
  protection: Protection | undefined,
  clients: readonly Network[],
): Refusal[] {
  if (protection === undefined) return [];
  const hasSix = clients.some(({ family }) => family === 6);
  return [
    ...(site.enforce === 'additive' ? [protectSelfAdditive] : []),
    ...(hasSix && protection.interfaces.length === 0 ? [protectSelfInterfaces] : []),
  ];
}

// The other built-in chains of the filter table never see a forwarded packet; our own chains would loop.
const blind = ['INPUT', 'OUTPUT', 'PREROUTING', 'POSTROUTING'];

// By their whole names: with the prefix docker, DOCKER-USER is not one of them.
const endings = ['END', 'IN', 'OPTIONAL', 'OUT', 'OWNER', 'RECOMMENDED', 'REQUIRED', 'SELF'];

function isHook(hook: string, prefix: string): boolean {
  const own = endings.map((ending) => `${prefix.toUpperCase()}-${ending}`);
  return /^[A-Za-z0-9_][A-Za-z0-9_-]{0,27}$/.test(hook) && ![...blind, ...own].includes(hook);
}

function hookInvalid(hook: string, option: 'hook' | 'hook6'): Refusal {
  return {
    rule: 'hook-invalid',
    message: `the hook "${hook}" is not a chain that forwarded packets go through`,
    help: 'write FORWARD, or a chain that FORWARD leads to, such as DOCKER-USER',
    option,
  };
}

const protectSelfAdditive: Refusal = {
  rule: 'protect-self-additive',
  message: '"protectSelf" closes this device, and an additive site closes nothing',
  help: 'remove "protectSelf", or write "enforce: closed"',
  option: 'protectSelf',
};

const protectSelfInterfaces: Refusal = {
  rule: 'protect-self-interfaces',
  message:
    'IPv6 clients reach this device from link-local addresses too, which "protectSelf: true" does not know',
  help: 'name the interfaces of the clients: "protectSelf: { interfaces: [eth1] }"',
  option: 'protectSelf',
};
