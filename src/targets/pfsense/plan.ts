import type { Family } from '../../net/address.ts';
import type { Rule, SitePolicy } from '../../policy/types.ts';
import { type Entry, entriesOf, partsOf } from './entries.ts';
import type { Settings } from './options.ts';

/** An alias of one rule: a part of its hosts or of its networks. */
export type AliasPlan = {
  readonly rule: Rule;
  readonly type: 'host' | 'network';
  /** Which part of the entries it holds; undefined when one alias holds them all. */
  readonly part: number | undefined;
  readonly entries: readonly Entry[];
};

/** Where a rule leads. `self` is the firewall. */
export type To =
  | { readonly kind: 'any' }
  | { readonly kind: 'self' }
  | { readonly kind: 'alias'; readonly alias: AliasPlan };

/** Ports as pfSense writes them: tcp/udp when both transports have the same. */
export type Run = {
  readonly protocol: 'tcp' | 'udp' | 'tcp/udp';
  readonly low: number;
  readonly high: number;
};

/** One rule that passes: one destination, one run of ports. */
export type PassPlan = {
  readonly rule: Rule;
  readonly to: To;
  readonly run: Run;
  readonly disabled: boolean;
};

/** All that a policy comes to; `tooLarge` are the rules whose entries no number of aliases can hold. */
export type Plan = {
  readonly aliases: readonly AliasPlan[];
  readonly passes: readonly PassPlan[];
  readonly tooLarge: readonly Rule[];
};

/** What pfSense can express of the policy, its rules in the policy's order; a rule without destinations is left out. */
export function planOf(policy: SitePolicy, settings: Settings): Plan {
  const plans = policy.rules.map((rule) => rulePlan(policy, rule, settings));
  return {
    aliases: plans.flatMap((plan) => plan.aliases),
    passes: plans.flatMap((plan) => plan.passes),
    tooLarge: plans.flatMap((plan) => plan.tooLarge),
  };
}

/** Is the firewall one of the clients' resolvers? */
export function asksSelf({ site }: SitePolicy): boolean {
  return site.resolvers.kind === 'listed' && site.resolvers.self;
}

function rulePlan(policy: SitePolicy, rule: Rule, settings: Settings): Plan {
  const aliases = aliasesOf(policy, rule, settings.families);
  if (aliases === undefined) return { aliases: [], passes: [], tooLarge: [rule] };
  const destinations: readonly To[] = [
    ...widePlaces(policy, rule),
    ...aliases.map((alias): To => ({ kind: 'alias', alias })),
  ];
  const disabled = settings.disabledTiers.includes(rule.tier);
  const runs = runsOf(rule);
  const passes = destinations.flatMap((to) => runs.map((run) => ({ rule, to, run, disabled })));
  return { aliases, passes, tooLarge: [] };
}

function aliasesOf(
  policy: SitePolicy,
  rule: Rule,
  families: readonly Family[],
): AliasPlan[] | undefined {
  const entries = entriesOf(policy, rule, families);
  const hosts = partsOf(entries.host);
  const networks = partsOf(entries.network);
  if (hosts === undefined || networks === undefined) return undefined;
  return [...aliasParts(rule, 'host', hosts), ...aliasParts(rule, 'network', networks)];
}

function aliasParts(
  rule: Rule,
  type: AliasPlan['type'],
  parts: readonly (readonly Entry[])[],
): AliasPlan[] {
  return parts
    .map((entries, index) => ({
      rule,
      type,
      part: parts.length === 1 ? undefined : index,
      entries,
    }))
    .filter(({ entries }) => entries.length > 0);
}

function widePlaces(policy: SitePolicy, rule: Rule): To[] {
  const kinds = rule.destinations.map(({ destination }) => destination.kind);
  const asksResolvers = kinds.includes('resolvers');
  const anywhere = kinds.includes('any') || (asksResolvers && policy.site.resolvers.kind === 'any');
  return [
    ...(anywhere ? [{ kind: 'any' } as const] : []),
    ...(asksResolvers && asksSelf(policy) ? [{ kind: 'self' } as const] : []),
  ];
}

function runsOf({ ports }: Rule): Run[] {
  const isPaired = ({ low, high }: { low: number; high: number }) =>
    ports.filter((other) => other.low === low && other.high === high).length === 2;
  return ports
    .filter((range) => range.transport === 'tcp' || !isPaired(range))
    .map(({ transport, low, high }) => ({
      protocol: isPaired({ low, high }) ? 'tcp/udp' : transport,
      low,
      high,
    }));
}
