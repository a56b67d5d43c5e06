import type { TemplateViews } from '../../../compiled/templates.js';
import type { Family } from '../../net/address.ts';
import { type Cidr, cidrsOf } from '../../net/network.ts';
import { compareText } from '../../net/order.ts';
import { reservedOf } from '../../net/reserved.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import { failure, type Refusal, type Result, success } from '../../problem.ts';
import { absent } from '../kit/writing/encode.ts';
import { clientFamilies } from '../kit/writing/families.ts';
import {
  type ChainEnding,
  encodeChain,
  encodeCidr,
  encodeComment,
  encodeEnding,
  encodeFamily,
  encodeHook,
  encodeInterfaces,
  encodeName,
  encodeNetworks,
  encodeNumber,
  encodeOwnSet,
  encodePorts,
  encodeSet,
  encodeSets,
  encodeSlug,
  encodeTransport,
} from './encode.ts';
import { familyName, type OwnNames, ownNames, type SetNames, setNames } from './names.ts';
import { type Options, optionsOf } from './options.ts';
import { type Line, planOf } from './plan.ts';
import { hasNames, type ResolvedName, resolvedNames } from './plan-names.ts';
import { optionRefusals, refusalsOf } from './refusals.ts';

type RulesView = TemplateViews['iptables/rules'];
type PartView = RulesView['parts'][number];
type LineView = PartView['accepts'][number];

/** The views of this target's five files. */
export type Views = Readonly<Record<`iptables/rules.v${Family}`, RulesView>> &
  Pick<TemplateViews, 'iptables/sets.ipset' | 'iptables/dnsmasq.conf' | 'iptables/apply.sh'>;

/** The data that every part of the view needs. */
type Context = {
  readonly policy: TargetPolicy;
  readonly options: Options;
  readonly names: SetNames;
  readonly resolved: readonly ResolvedName[];
  readonly own: OwnNames;
  readonly families: readonly Family[];
};

/**
 * The data of rules.v4, rules.v6, sets.ipset, dnsmasq.conf and apply.sh. Refuses bad options (`optionRefusals`),
 * colliding names (`setNames`), and files that would not work (`refusalsOf`).
 */
export function view(policy: TargetPolicy): Result<Views, readonly Refusal[]> {
  const options = optionsOf(policy);
  const { prefix } = policy.site;
  const names = setNames(prefix, policy.rules.filter(hasNames));
  const resolved = resolvedNames(policy);
  const own = ownNames(
    prefix,
    resolved.map(({ name }) => name),
  );
  const refused = optionRefusals(policy, options);
  if (refused.length > 0 || !names.ok || !own.ok) {
    return failure([...refused, ...[names, own].flatMap((each) => (each.ok ? [] : each.error))]);
  }
  const views = viewsOf({
    policy,
    options,
    names: names.value,
    resolved,
    own: own.value,
    families: clientFamilies(policy),
  });
  const { sets, own: ownSets } = views['iptables/sets.ipset'];
  const refusals = refusalsOf(policy, {
    lines: views['iptables/dnsmasq.conf'].names,
    sets: sets.length + ownSets.length,
  });
  return refusals.length > 0 ? failure(refusals) : success(views);
}

function viewsOf(context: Context): Views {
  return {
    'iptables/rules.v4': rulesView(context, 4),
    'iptables/rules.v6': rulesView(context, 6),
    'iptables/sets.ipset': setsView(context),
    'iptables/dnsmasq.conf': {
      spec: encodeSlug(context.policy.spec.name),
      site: encodeSlug(context.policy.site.id),
      filtersHttps: context.options.filterHttpsRecords,
      names: context.resolved.map((name) => nameView(context, name)),
    },
    'iptables/apply.sh': scriptView(context),
  };
}

function rulesView(context: Context, family: Family): RulesView {
  const { policy, options } = context;
  return {
    spec: encodeSlug(policy.spec.name),
    chain: encodeChain(policy.site.prefix),
    ipv6: family === 6,
    closed: policy.site.enforce === 'closed',
    log: options.log,
    parts: partViews(context, family),
  };
}

/** The chains with rules in the order of iptables-save; OUT in two parts, before and between its guards. */
function partViews(context: Context, family: Family): PartView[] {
  const { policy, options } = context;
  const { early, inner, outside, tiers, self } = planOf(policy, family);
  const chain = encodeChain(policy.site.prefix);
  const part = (
    ending: ChainEnding,
    lines: readonly Line[],
    more: Partial<PartView> = {},
  ): PartView => ({
    chain,
    ipv6: family === 6,
    beginsOut: false,
    protectsSelf: false,
    accepts: lines.map((line) => lineView(context, ending, line, family)),
    guards: [],
    endsOut: false,
    ...more,
  });
  const guards = (blocks: readonly Cidr[]) =>
    blocks.map((cidr) => ({ chain, block: encodeCidr(cidr) }));
  const reserved = reservedOf(family).flatMap(cidrsOf);
  return [
    part('OPTIONAL', tiers.optional),
    part('OUT', early, { beginsOut: true, guards: guards(inner) }),
    part('OUT', outside, { guards: guards(reserved), endsOut: true }),
    part('RECOMMENDED', tiers.recommended),
    part('REQUIRED', tiers.required),
    part('SELF', self, { protectsSelf: options.protection !== undefined }),
  ];
}

function lineView(
  { policy, names }: Context,
  ending: ChainEnding,
  { rule, to, ports }: Line,
  family: Family,
): LineView {
  const base = to.kind === 'set' ? names.get(rule.id) : undefined;
  return {
    chain: encodeChain(policy.site.prefix),
    ending: encodeEnding(ending),
    block: to.kind === 'block' ? encodeCidr(to.cidr) : absent<'iptables-cidr'>(),
    transport: encodeTransport(ports.transport),
    // One line for each range of ports: a multiport match supports 15 ports, and a range counts as two.
    ports: encodePorts(ports),
    set: base === undefined ? absent<'iptables-set'>() : encodeSet(familyName(base, family)),
    comment: encodeComment(rule.id),
  };
}

function setsView(context: Context): Views['iptables/sets.ipset'] {
  const counts = new Map<string, number>();
  for (const { id } of context.resolved.flatMap(({ rules }) => rules))
    counts.set(id, (counts.get(id) ?? 0) + 1);
  const sets = [...context.names].flatMap(([id, base]) =>
    context.families.map((family) => ({
      name: familyName(base, family),
      family,
      names: counts.get(id) ?? 0,
    })),
  );
  return {
    spec: encodeSlug(context.policy.spec.name),
    sets: sets
      .sort((a, b) => compareText(a.name, b.name))
      .map((set) => ({
        name: encodeSet(set.name),
        family: encodeFamily(set.family),
        capacity: encodeNumber(capacityFor(set.names)),
      })),
    own: ownSetsView(context),
  };
}

function ownSetsView({ own, families }: Context): Views['iptables/sets.ipset']['own'] {
  return [...own.values()]
    .flatMap((base) => families.map((family) => ({ name: familyName(base, family), family })))
    .sort((a, b) => compareText(a.name, b.name))
    .map(({ name, family }) => ({ name: encodeOwnSet(name), family: encodeFamily(family) }));
}

const addressesPerName = 32;
const leastCapacity = 65536;

// A full set silently ignores new addresses. With powers of two, most new names do not change this line.
function capacityFor(names: number): number {
  let capacity = leastCapacity;
  while (capacity < names * addressesPerName) capacity *= 2;
  return capacity;
}

function nameView(
  { names, own, families }: Context,
  { name, rules }: ResolvedName,
): Views['iptables/dnsmasq.conf']['names'][number] {
  const base = own.get(name);
  const ownSets = base === undefined ? [] : families.map((family) => familyName(base, family));
  const shared = rules
    .flatMap((rule) => names.get(rule.id) ?? [])
    .flatMap((base) => families.map((family) => familyName(base, family)))
    // Sort by full names: `https-alt` comes after `https`, but `https-alt_v4` before `https_v4`.
    .sort(compareText);
  return { name: encodeName(name), sets: encodeSets(ownSets, shared) };
}

function scriptView({ policy, options }: Context): Views['iptables/apply.sh'] {
  const ofFamily = (family: Family) =>
    policy.site.clients.filter((client) => client.family === family);
  return {
    spec: encodeSlug(policy.spec.name),
    prefix: encodeSlug(policy.site.prefix),
    chain: encodeChain(policy.site.prefix),
    hook: encodeHook(options.hook),
    hook6: encodeHook(options.hook6),
    interfaces: encodeInterfaces(options.protection?.interfaces ?? []),
    clients4: encodeNetworks(ofFamily(4)),
    clients6: encodeNetworks(ofFamily(6)),
  };
}
