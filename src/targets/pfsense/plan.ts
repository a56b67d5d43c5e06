import { grouped } from '../../maps.ts';
import type { Network } from '../../net/network.ts';
import { rangesOn } from '../../net/port.ts';
import { isProtocol, type Protocol } from '../../net/transport.ts';
import { innerSpace } from '../../policy/inner.ts';
import type { Rule, TargetSitePolicy } from '../../policy/types.ts';
import { oncePerPolicy } from '../kit/writing/once.ts';
import { type Options, optionsOf } from './options.ts';
import {
  blockEntries,
  type Entry,
  type Parts,
  partedEntriesOf,
  type Sorting,
} from './plan-entries.ts';
import { familiesOfRule } from './plan-families.ts';

/** An alias of one rule: a part of its hosts or of its networks. */
export type AliasPlan = {
  readonly rule: Rule;
  readonly type: 'host' | 'network';
  /** The part of the entries that it contains; undefined if one alias contains them all. */
  readonly part: number | undefined;
  readonly entries: readonly Entry[];
};

/** The destination of a rule. `self` is the firewall; `resolver` means that the rule allows DNS to any resolver. */
export type To =
  | { readonly kind: 'any'; readonly resolver: boolean }
  | { readonly kind: 'self' }
  | { readonly kind: 'alias'; readonly alias: AliasPlan };

/** Ports in the form of pfSense: tcp/udp if both transports have the same ports. */
export type PortRun = {
  readonly protocol: 'tcp' | 'udp' | 'tcp/udp';
  readonly low: number;
  readonly high: number;
};

/** What one rule passes: a range of ports, or a protocol without ports. */
export type Run = PortRun | { readonly protocol: Protocol };

/** One rule that passes traffic: one destination, one range of ports or one protocol. */
export type PassPlan = {
  readonly rule: Rule;
  readonly to: To;
  readonly run: Run;
  readonly disabled: boolean;
};

/** The objects of a policy; its rules are in the policy's order on each side of the guard. */
export type Plan = {
  readonly aliases: readonly AliasPlan[];
  /** The rules that the guard does not apply to: those for resolvers and listed networks. Empty without a guard. */
  readonly above: readonly PassPlan[];
  /** The inner networks of the site, denied to all rules below; empty without a guard. */
  readonly guard: readonly Entry[];
  readonly below: readonly PassPlan[];
  /** The rules with more entries than the aliases can contain. */
  readonly tooLarge: readonly Rule[];
};

type RulePlan = Pick<Plan, 'aliases' | 'tooLarge'> & { readonly passes: readonly PassPlan[] };

/** What pfSense can express of the policy; a rule without destinations is left out. */
export const planOf = oncePerPolicy((policy: TargetSitePolicy): Plan => {
  const options = optionsOf(policy);
  const guard = blockEntries(guardedNetworks(policy), 'inner network of the site');
  const plans = policy.rules.map((rule) => rulePlan(policy, rule, options, guard.length > 0));
  const passes = plans.flatMap((plan) => plan.passes);
  const isAbove = (pass: PassPlan) => guard.length > 0 && passesGuard(pass);
  return {
    aliases: plans.flatMap((plan) => plan.aliases),
    above: passes.filter(isAbove),
    guard,
    below: passes.filter((pass) => !isAbove(pass)),
    tooLarge: plans.flatMap((plan) => plan.tooLarge),
  };
});

/** The site's inner networks in the families of the rules; clients cannot reach those of other families. */
export function innerNetworks(policy: TargetSitePolicy): Network[] {
  const { families } = optionsOf(policy);
  return innerSpace(policy.site).filter(({ family }) => families.includes(family));
}

/** The inner networks that the files deny: an allow-only site denies nothing. */
export function guardedNetworks(policy: TargetSitePolicy): Network[] {
  return policy.site.enforce === 'closed' ? innerNetworks(policy) : [];
}

/** Every rule that passes traffic, in the order of the file. */
export function passesOf({ above, below }: Plan): readonly PassPlan[] {
  return [...above, ...below];
}

/** Resolvers and listed networks are allowed even if they are inner. A name may resolve to any address. */
function passesGuard({ to }: PassPlan): boolean {
  switch (to.kind) {
    case 'any':
      return to.resolver;
    case 'self':
      return true;
    case 'alias':
      return to.alias.type === 'network';
  }
}

/** Is the firewall one of the clients' resolvers? */
export function asksSelf({ site }: TargetSitePolicy): boolean {
  return site.resolvers.kind === 'listed' && site.resolvers.self;
}

function rulePlan(
  policy: TargetSitePolicy,
  rule: Rule,
  options: Options,
  apart: boolean,
): RulePlan {
  const families = familiesOfRule(rule, options);
  if (families.length === 0) return { aliases: [], passes: [], tooLarge: [] };
  const aliases = aliasesOf(policy, rule, { families, apart });
  if (aliases === undefined) return { aliases: [], passes: [], tooLarge: [rule] };
  const destinations: readonly To[] = [
    ...widePlaces(policy, rule),
    ...aliases.map((alias): To => ({ kind: 'alias', alias })),
  ];
  const disabled = options.disabledTiers.includes(rule.tier);
  const runs = runsOf(rule);
  const passes = destinations.flatMap((to) => runs.map((run) => ({ rule, to, run, disabled })));
  return { aliases, passes, tooLarge: [] };
}

function aliasesOf(
  policy: TargetSitePolicy,
  rule: Rule,
  sorting: Sorting,
): AliasPlan[] | undefined {
  const { host, network } = partedEntriesOf(policy, rule, sorting);
  if (host === undefined || network === undefined) return undefined;
  return [...aliasParts(rule, 'host', host), ...aliasParts(rule, 'network', network)];
}

function aliasParts(rule: Rule, type: AliasPlan['type'], parts: Parts): AliasPlan[] {
  return parts
    .map((entries, index) => ({
      rule,
      type,
      part: parts.length === 1 ? undefined : index,
      entries,
    }))
    .filter(({ entries }) => entries.length > 0);
}

function widePlaces(policy: TargetSitePolicy, rule: Rule): To[] {
  const kinds = rule.destinations.map(({ destination }) => destination.kind);
  const asksResolvers = kinds.includes('resolvers');
  const resolver = asksResolvers && policy.site.resolvers.kind === 'any';
  return [
    ...(resolver || kinds.includes('any') ? [{ kind: 'any', resolver } as const] : []),
    ...(kinds.includes('self') || (asksResolvers && asksSelf(policy))
      ? [{ kind: 'self' } as const]
      : []),
  ];
}

function runsOf(rule: Rule): Run[] {
  const protocols = rule.ports.map(({ transport }) => transport).filter(isProtocol);
  return [...portRunsOf(rule), ...protocols.map((protocol) => ({ protocol }))];
}

function portRunsOf(rule: Rule): PortRun[] {
  const ports = rangesOn(rule.ports, ['tcp', 'udp']);
  const numbersOf = ({ low, high }: { low: number; high: number }) => `${low}-${high}`;
  const alike = grouped(ports, numbersOf);
  const isPaired = (range: { low: number; high: number }) =>
    alike.get(numbersOf(range))?.length === 2;
  return ports
    .filter((range) => range.transport === 'tcp' || !isPaired(range))
    .map(({ transport, low, high }) => ({
      protocol: isPaired({ low, high }) ? 'tcp/udp' : transport,
      low,
      high,
    }));
}
