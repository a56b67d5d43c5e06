import type { TargetPolicy } from '../../policy/types.ts';
import type { Refusal } from '../../problem.ts';
import type { Options } from './options.ts';
import { asksSelf, type Plan } from './plan.ts';
import { hasNames } from './plan-names.ts';
import type { FilledName } from './view-context.ts';

/**
 * Options that cannot work: a chain that forwarded packets do not pass (hook-invalid), and a protection that would have
 * no effect or miss link-local addresses (protect-self-additive, protect-self-interfaces).
 */
export function optionRefusals(policy: TargetPolicy, options: Options): Refusal[] {
  const { prefix, targets } = policy.site;
  const { hook, hook6 } = options;
  const isOwn = targets.iptables?.hook6 !== undefined;
  return [
    ...(isHook(hook, prefix) ? [] : [hookInvalid(hook, 'hook')]),
    ...(!isOwn || isHook(hook6, prefix) ? [] : [hookInvalid(hook6, 'hook6')]),
    ...protectionRefusals(policy, options),
  ];
}

/** What the files contain, as far as it is limited. */
type Amount = {
  readonly lines: readonly FilledName[];
  readonly sets: number;
  readonly plans: readonly Plan[];
};

/**
 * Policies whose files would not work: sets that dnsmasq does not fill (resolver-self-needed), a line that dnsmasq reads
 * as two (dnsmasq-line-too-long), more sets than a kernel supports (too-many-sets), and files that allow nothing
 * (nothing-expressible).
 */
export function refusalsOf(policy: TargetPolicy, { lines, sets, plans }: Amount): Refusal[] {
  const needsSelf = policy.rules.some(hasNames) && !asksSelf(policy);
  return [
    ...(needsSelf ? [resolverSelfNeeded(policy)] : []),
    ...lines.filter(isTooLong).map(lineTooLong),
    ...(sets > mostSets ? [tooManySets(sets)] : []),
    ...(plans.some(allowsSomething) ? [] : [nothingExpressible(policy.site.id)]),
  ];
}

// dnsmasq reads its files with a buffer of 1,025 bytes; the rest of a longer line becomes a separate line.
const longestLine = 1023;

// A kernel supports 65,535 sets, and during a change the old sets exist in addition to the new ones.
const mostSets = 32_000;

function isTooLong({ name, own, shared }: FilledName): boolean {
  return `ipset=/${name}/${[...own, ...shared].join()}`.length > longestLine;
}

function allowsSomething({ early, outside, tiers, self }: Plan): boolean {
  return [early, outside, tiers.required, tiers.recommended, tiers.optional, self].some(
    (lines) => lines.length > 0,
  );
}

function resolverSelfNeeded({ site }: TargetPolicy): Refusal {
  const list =
    site.resolvers.kind === 'any'
      ? 'replace any with self and the addresses of other resolvers in the site\'s "resolvers"'
      : 'add self to the site\'s "resolvers"';
  return {
    rule: 'resolver-self-needed',
    message:
      'the resolver of this device fills the sets of "resolve: dnsmasq", but "resolvers" does not contain self',
    help: `${list}, and configure the clients to use this device as resolver`,
    option: 'resolve',
  };
}

function lineTooLong({ name }: FilledName): Refusal {
  return {
    rule: 'dnsmasq-line-too-long',
    message: `"${name}" is in too many groups and services: its line is longer than dnsmasq can read`,
    help: 'merge the services of this host, or its groups',
  };
}

function tooManySets(sets: number): Refusal {
  return {
    rule: 'too-many-sets',
    message: `${sets} sets are needed for rules, names and address families; the maximum is ${mostSets}`,
    help: 'list groups in the site\'s "exclude", or replace iptables with paloalto or squid in its "targets": they need no set for each name',
  };
}

function nothingExpressible(site: string): Refusal {
  return {
    rule: 'nothing-expressible',
    message: `iptables cannot express anything that site "${site}" allows`,
    help: 'remove iptables from the site\'s "targets", or list hosts without patterns or networks in the clients\' address family',
  };
}

function protectionRefusals({ site }: TargetPolicy, { protection }: Options): Refusal[] {
  if (protection === undefined) return [];
  const hasSix = site.clients.some(({ family }) => family === 6);
  return [
    ...(site.enforce === 'additive' ? [protectSelfAdditive] : []),
    ...(hasSix && protection.interfaces.length === 0 ? [protectSelfInterfaces] : []),
  ];
}

// Forwarded packets do not pass the other built-in chains, and a jump in our own chains would loop.
const blind = ['INPUT', 'OUTPUT', 'PREROUTING', 'POSTROUTING'];

// Full names are compared: with the prefix docker, DOCKER-USER is not an own chain.
const endings = ['END', 'IN', 'OPTIONAL', 'OUT', 'OWNER', 'RECOMMENDED', 'REQUIRED', 'SELF'];

function isHook(hook: string, prefix: string): boolean {
  const own = endings.map((ending) => `${prefix.toUpperCase()}-${ending}`);
  return /^[A-Za-z0-9_][A-Za-z0-9_-]{0,27}$/.test(hook) && ![...blind, ...own].includes(hook);
}

function hookInvalid(hook: string, option: 'hook' | 'hook6'): Refusal {
  return {
    rule: 'hook-invalid',
    message: `"${hook}" is not a chain that forwarded packets pass`,
    help: 'use FORWARD, or a chain that FORWARD jumps to, such as DOCKER-USER',
    option,
  };
}

const protectSelfAdditive: Refusal = {
  rule: 'protect-self-additive',
  message: '"protectSelf" denies access to this device, but "enforce: additive" denies nothing',
  help: 'remove "protectSelf", or set "enforce: closed"',
  option: 'protectSelf',
};

const protectSelfInterfaces: Refusal = {
  rule: 'protect-self-interfaces',
  message:
    '"protectSelf: true" cannot match the link-local addresses of IPv6 clients without their interfaces',
  help: 'list the interfaces of the clients: "protectSelf: { interfaces: [eth1] }"',
  option: 'protectSelf',
};
