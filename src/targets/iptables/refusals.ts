import type { TargetPolicy } from '../../policy/types.ts';
import type { Refusal } from '../../problem.ts';
import type { Options } from './options.ts';
import { asksSelf, planOf } from './plan.ts';
import { hasNames } from './plan-names.ts';

/**
 * Options that could not work: a hook that cannot see forwarded packets (hook-invalid), and a protection that would
 * close nothing or leave a way in (protect-self-additive, protect-self-interfaces).
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

/** A line of dnsmasq.conf, in its parts. */
type NameLine = { readonly name: string; readonly sets: string };

/** What the files hold, as far as it may be too much. */
type Amount = { readonly lines: readonly NameLine[]; readonly sets: number };

/**
 * What could be written but would not work: sets that nobody fills (resolver-self-needed), a line that dnsmasq reads
 * as two (dnsmasq-line-too-long), more sets than a kernel takes (too-many-sets), and files that allow nothing
 * (nothing-expressible).
 */
export function refusalsOf(policy: TargetPolicy, { lines, sets }: Amount): Refusal[] {
  const needsSelf = policy.rules.some(hasNames) && !asksSelf(policy);
  return [
    ...(needsSelf ? [resolverSelfNeeded(policy)] : []),
    ...lines.filter(isTooLong).map(lineTooLong),
    ...(sets > mostSets ? [tooManySets(sets)] : []),
    ...(allowsSomething(policy) ? [] : [nothingExpressible(policy.site.id)]),
  ];
}

// dnsmasq reads its files with a buffer of 1,025 bytes; what is beyond becomes a line of its own.
const longestLine = 1023;

// A kernel has 65,535 sets, and while a change is applied the old ones are there beside the new ones.
const mostSets = 32_000;

function isTooLong({ name, sets }: NameLine): boolean {
  return `ipset=/${name}/${sets}`.length > longestLine;
}

function allowsSomething(policy: TargetPolicy): boolean {
  return ([4, 6] as const).some((family) => {
    const { early, outside, tiers, self } = planOf(policy, family);
    return [early, outside, tiers.required, tiers.recommended, tiers.optional, self].some(
      (lines) => lines.length > 0,
    );
  });
}

function resolverSelfNeeded({ site }: TargetPolicy): Refusal {
  const list =
    site.resolvers.kind === 'any'
      ? 'list self, and the addresses of other resolvers, in place of any in the site\'s "resolvers"'
      : 'add self to the site\'s "resolvers"';
  return {
    rule: 'resolver-self-needed',
    message:
      'the sets of "resolve: dnsmasq" are filled by this device\'s own resolver, which is not among the resolvers',
    help: `${list}, and let the clients ask this device`,
    option: 'resolve',
  };
}

function lineTooLong({ name }: NameLine): Refusal {
  return {
    rule: 'dnsmasq-line-too-long',
    message: `"${name}" stands in so many groups and services that its line is longer than dnsmasq reads`,
    help: 'put the services of this host together, or its groups',
  };
}

function tooManySets(sets: number): Refusal {
  return {
    rule: 'too-many-sets',
    message: `${sets} sets are needed, one for each name and family beside those of the rules; ${mostSets} are the most`,
    help: 'write wildcards in place of many names',
  };
}

function nothingExpressible(site: string): Refusal {
  return {
    rule: 'nothing-expressible',
    message: `iptables can express nothing of what site "${site}" allows`,
    help: 'take iptables out of the site\'s "targets", or name hosts without patterns and networks of the clients\' family',
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
