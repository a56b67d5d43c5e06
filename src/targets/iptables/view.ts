import type { TemplateViews } from '../../../compiled/templates.js';
import type { Family } from '../../net/address.ts';
import { type Cidr, cidrsOf } from '../../net/network.ts';
import { reservedOf } from '../../net/reserved.ts';
import type { Rule, TargetPolicy } from '../../policy/types.ts';
import { failure, type Refusal, type Result, success } from '../../problem.ts';
import { absent } from '../kit/writing/encode.ts';
import { clientFamilies } from '../kit/writing/families.ts';
import {
  type ChainEnding,
  encodeChain,
  encodeCidr,
  encodeComment,
  encodeEnding,
  encodeHook,
  encodeInterfaces,
  encodeMatch,
  encodeName,
  encodeNetworks,
  encodePorts,
  encodeProtocol,
  encodeSet,
  encodeSets,
  encodeSlug,
} from './encode.ts';
import { familyName, namesKey, networksKey, ownNames, setNames } from './names.ts';
import { optionsOf } from './options.ts';
import { type Destined, type Line, planOf } from './plan.ts';
import { hasNames, resolvedNames } from './plan-names.ts';
import { optionRefusals, refusalsOf } from './refusals.ts';
import type { Context } from './view-context.ts';
import { countSets, filledSets } from './view-filled.ts';
import { setsView } from './view-sets.ts';

type RulesView = TemplateViews['iptables/rules'];
type PartView = RulesView['parts'][number];
type LineView = PartView['accepts'][number];

/** The views of this target's five files. */
export type Views = Readonly<Record<`iptables/rules.v${Family}`, RulesView>> &
  Pick<TemplateViews, 'iptables/sets.ipset' | 'iptables/dnsmasq.conf' | 'iptables/apply.sh'>;

/**
 * The data of rules.v4, rules.v6, sets.ipset, dnsmasq.conf and apply.sh. Refuses bad options (`optionRefusals`),
 * colliding names (`setNames`), and files that would not work (`refusalsOf`).
 */
export function view(policy: TargetPolicy): Result<Views, readonly Refusal[]> {
  const options = optionsOf(policy);
  const { prefix } = policy.site;
  const plans = { 4: planOf(policy, 4), 6: planOf(policy, 6) };
  const names = setNames(prefix, setKeys(policy, plans));
  const resolved = resolvedNames(policy);
  const own = ownNames(
    prefix,
    resolved.map(({ name }) => name),
  );
  const refused = optionRefusals(policy, options);
  if (refused.length > 0 || !names.ok || !own.ok) {
    return failure([...refused, ...[names, own].flatMap((each) => (each.ok ? [] : each.error))]);
  }
  const named = { names: names.value, own: own.value, families: clientFamilies(policy) };
  const filled = resolved.map((each) => filledSets(named, each));
  const context: Context = { policy, options, ...named, resolved, filled, plans };
  const refusals = refusalsOf(policy, {
    lines: filled,
    sets: countSets(context),
    plans: Object.values(plans),
  });
  return refusals.length > 0 ? failure(refusals) : success(viewsOf(context));
}

/** The keys of all sets that rules match. */
function setKeys({ rules }: TargetPolicy, plans: Context['plans']): string[] {
  const networks = [...plans[4].sets, ...plans[6].sets];
  return [...rules.filter(hasNames).map(namesKey), ...networks.map(networksKey)];
}

/** Made when a file is rendered: a review only asks whether there are refusals. */
function viewsOf(context: Context): Views {
  return {
    get 'iptables/rules.v4'() {
      return rulesView(context, 4);
    },
    get 'iptables/rules.v6'() {
      return rulesView(context, 6);
    },
    get 'iptables/sets.ipset'() {
      return setsView(context);
    },
    get 'iptables/dnsmasq.conf'() {
      return namesView(context);
    },
    get 'iptables/apply.sh'() {
      return scriptView(context);
    },
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
  const { policy, options, plans } = context;
  const { early, inner, outside, tiers, self } = plans[family];
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
  context: Context,
  ending: ChainEnding,
  { rule, to, ports }: Line,
  family: Family,
): LineView {
  const base = setOf(context, rule, to);
  const { transport } = ports;
  const isPing = transport === 'icmp-echo';
  return {
    chain: encodeChain(context.policy.site.prefix),
    ending: encodeEnding(ending),
    block: to.kind === 'block' ? encodeCidr(to.cidr) : absent<'iptables-cidr'>(),
    protocol: encodeProtocol(transport, family),
    match: encodeMatch(transport, family),
    // One line for each range of ports: a multiport match supports 15 ports, and a range counts as two.
    ports: encodePorts(ports),
    ping4: isPing && family === 4,
    ping6: isPing && family === 6,
    set: base === undefined ? absent<'iptables-set'>() : encodeSet(familyName(base, family)),
    comment: encodeComment(rule.id),
  };
}

/** The set that a line matches, without the family; undefined for a line without a set. */
function setOf({ names }: Context, rule: Rule, to: Destined): string | undefined {
  switch (to.kind) {
    case 'names':
      return names.get(namesKey(rule));
    case 'networks':
      return names.get(networksKey(to.set));
    case 'block':
    case 'everywhere':
    case 'outside':
      return undefined;
  }
}

function namesView(context: Context): Views['iptables/dnsmasq.conf'] {
  return {
    spec: encodeSlug(context.policy.spec.name),
    site: encodeSlug(context.policy.site.id),
    filtersHttps: context.options.filterHttpsRecords,
    names: context.filled.map(({ name, own, shared }) => ({
      name: encodeName(name),
      sets: encodeSets(own, shared),
    })),
  };
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
