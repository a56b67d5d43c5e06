import type { Network } from '../../net/network.ts';
import type { Policy } from '../../policy/types.ts';
import type { Refusal } from '../../problem.ts';
import { asksSelf, planOf } from './plan.ts';
import { hasNames } from './resolve.ts';

/** A line of dnsmasq.conf, in its parts. */
type NameLine = { readonly name: string; readonly sets: string };

/** What the files hold, as far as it may be too much. */
type Amount = { readonly lines: readonly NameLine[]; readonly sets: number };

/**
 * What could be written but would not work: sets that nobody fills (resolver-self-needed), a line that dnsmasq reads
 * as two (dnsmasq-line-too-long), more sets than a kernel takes (too-many-sets), and files that allow nothing
 * (nothing-expressible).
 */
export function refusalsOf(
  policy: Policy,
  clients: readonly Network[],
  { lines, sets }: Amount,
): Refusal[] {
  const needsSelf = policy.rules.some(hasNames) && !asksSelf(policy);
  return [
    ...(needsSelf ? [resolverSelfNeeded(policy)] : []),
    ...lines.filter(isTooLong).map(lineTooLong),
    ...(sets > mostSets ? [tooManySets(sets)] : []),
    ...(allowsSomething(policy, clients) ? [] : [nothingExpressible(policy.site.id)]),
  ];
}

// dnsmasq reads its files with a buffer of 1,025 bytes; what is beyond becomes a line of its own.
const longestLine = 1023;

// A kernel has 65,535 sets, and while a change is applied the old ones are there beside the new ones.
const mostSets = 32_000;

function isTooLong({ name, sets }: NameLine): boolean {
  return `ipset=/${name}/${sets}`.length > longestLine;
}

function allowsSomething(policy: Policy, clients: readonly Network[]): boolean {
  return ([4, 6] as const).some((family) => {
    const { early, outside, tiers, self } = planOf(policy, family, clients);
    return [early, outside, tiers.required, tiers.recommended, tiers.optional, self].some(
      (lines) => lines.length > 0,
    );
  });
}

function resolverSelfNeeded({ site }: Policy): Refusal {
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
