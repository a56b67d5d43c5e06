import type { TemplateViews } from '../../../compiled/templates.js';
import { once } from '../../maps.ts';
import { compareText } from '../../net/order.ts';
import type { TargetPolicy } from '../../policy/types.ts';
import { failure, type Refusal, type Result, success } from '../../problem.ts';
import { absent } from '../kit/writing/encode.ts';
import {
  type Detail,
  type EntryText,
  encodeAction,
  encodeAlias,
  encodeAliasPrefix,
  encodeDescription,
  encodeDescriptionPrefix,
  encodeDetail,
  encodeDetails,
  encodeEntries,
  encodeEntry,
  encodeIcmpType,
  encodeInterface,
  encodeIpProtocol,
  encodePort,
  encodePosition,
  encodeProtocol,
  encodeSlug,
  encodeText,
  encodeTracker,
  encodeType,
} from './encode.ts';
import { type Denial, type Names, namesOf } from './names.ts';
import { type Options, optionsOf } from './options.ts';
import { type AliasPlan, type PassPlan, type Plan, planOf } from './plan.ts';
import { blockEntries, type Entry } from './plan-entries.ts';
import { optionRefusals, refusalsOf } from './refusals.ts';

/** The views of this target's templates. */
export type Views = Pick<
  TemplateViews,
  'pfsense/config.xml' | 'pfsense/aliases.txt' | 'pfsense/apply.php'
>;

type RuleView = Views['pfsense/config.xml']['rules'][number];

type Context = {
  readonly policy: TargetPolicy;
  readonly options: Options;
  readonly plan: Plan;
  readonly names: Names;
};

/**
 * The data of the files. Refuses bad options (`optionRefusals`), names that two objects would
 * share (`namesOf`), and lists that are too large or empty (`refusalsOf`).
 */
export function view(policy: TargetPolicy): Result<Views, readonly Refusal[]> {
  const options = optionsOf(policy);
  const refused = optionRefusals(policy, options);
  if (refused.length > 0) return failure(refused);
  const plan = planOf(policy);
  const names = namesOf(policy, plan);
  const refusals = [...refusalsOf(policy, options, plan), ...(names.ok ? [] : names.error)];
  if (!names.ok || refusals.length > 0) return failure(refusals);
  return success(viewsOf({ policy, options, plan, names: names.value }));
}

/** Made when a file is rendered: a review only asks whether there are refusals. */
function viewsOf(context: Context): Views {
  const { policy, options } = context;
  const aliases = once(() => namedAliases(context));
  const spec = encodeSlug(policy.spec.name);
  return {
    get 'pfsense/config.xml'() {
      return configView(context, aliases());
    },
    get 'pfsense/aliases.txt'() {
      return { spec, aliases: aliases().map(listView) };
    },
    'pfsense/apply.php': {
      spec,
      prefix: encodeSlug(policy.site.prefix),
      position: encodePosition(options.position),
    },
  };
}

function listView({
  name,
  type,
  lines,
}: NamedAlias): Views['pfsense/aliases.txt']['aliases'][number] {
  return { name: encodeAlias(name), type: encodeType(type), entries: lines };
}

function configView(
  { policy, options, plan, names }: Context,
  aliases: readonly NamedAlias[],
): Views['pfsense/config.xml'] {
  return {
    spec: encodeSlug(policy.spec.name),
    aliasPrefix: encodeAliasPrefix(names.aliasPrefix),
    descriptionPrefix: encodeDescriptionPrefix(names.descriptionPrefix),
    clients: encodeAlias(names.clients),
    aliases: aliases.map(({ name, type, lines, about }) => ({
      name: encodeAlias(name),
      type: encodeType(type),
      addresses: encodeEntries(lines.map(({ entry }) => entry)),
      descr: encodeText(about),
      details: encodeDetails(lines.map(({ detail }) => detail)),
    })),
    rules: [
      ...plan.above.map((pass) => passView(pass, options, names)),
      ...denialViews(names.guard, names.inner, options, names),
      ...plan.below.map((pass) => passView(pass, options, names)),
      ...denialViews(names.closing, undefined, options, names),
    ],
  };
}

/** An alias in the form of both files. */
type NamedAlias = {
  readonly name: string;
  readonly type: AliasPlan['type'];
  readonly lines: readonly Line[];
  readonly about: string;
};

/** An entry of an alias with its description. */
type Line = { readonly entry: EntryText; readonly detail: Detail };

function linesOf(entries: readonly Entry[]): Line[] {
  // Most entries of an alias have the description of the one before.
  let before: Entry | undefined;
  let detail: Detail = absent();
  return entries.map((entry) => {
    if (entry.about !== before?.about || entry.fallback !== before.fallback)
      detail = encodeDetail(entry);
    before = entry;
    return { entry: encodeEntry(entry), detail };
  });
}

function namedAliases({ policy, options, plan, names }: Context): NamedAlias[] {
  const clients: NamedAlias = {
    name: names.clients,
    type: 'network',
    lines: linesOf(blockEntries(options.clients, 'clients of the site')),
    about: `${policy.spec.title}: clients`,
  };
  const inner: NamedAlias = {
    name: names.inner,
    type: 'network',
    lines: linesOf(plan.guard),
    about: `${policy.spec.title}: inner networks`,
  };
  const others = plan.aliases.map((alias) => ({
    name: names.aliasOf(alias),
    type: alias.type,
    lines: linesOf(alias.entries),
    about: `${policy.spec.title}: ${alias.rule.tier}, ${alias.rule.group.title}, ${alias.rule.service.name}`,
  }));
  // pfSense sorts its aliases by name when one is saved.
  const guard = plan.guard.length > 0 ? [inner] : [];
  return [clients, ...guard, ...others].sort((a, b) => compareText(a.name, b.name));
}

function passView(pass: PassPlan, options: Options, names: Names): RuleView {
  const { to, run, disabled } = pass;
  return {
    ...sharedView(options, names),
    tracker: encodeTracker(names.trackerOf(pass)),
    action: encodeAction('pass'),
    passes: true,
    protocol: encodeProtocol(run),
    icmptype: encodeIcmpType(run),
    any: to.kind === 'any',
    self: to.kind === 'self',
    alias: to.kind === 'alias' ? encodeAlias(names.aliasOf(to.alias)) : absent<'pfsense-alias'>(),
    port: encodePort(run),
    disabled,
    log: false,
    descr: encodeDescription(names.descriptionOf(pass)),
  };
}

/** A rule that denies every protocol and port of an alias, or of any destination; none without a `denial`. */
function denialViews(
  denial: Denial | undefined,
  alias: string | undefined,
  options: Options,
  names: Names,
): RuleView[] {
  if (denial === undefined) return [];
  return [
    {
      ...sharedView(options, names),
      tracker: encodeTracker(denial.tracker),
      action: encodeAction(options.closing),
      passes: false,
      protocol: absent<'pfsense-protocol'>(),
      icmptype: absent<'pfsense-icmp-type'>(),
      any: alias === undefined,
      self: false,
      alias: alias === undefined ? absent<'pfsense-alias'>() : encodeAlias(alias),
      port: absent<'pfsense-port'>(),
      disabled: false,
      log: options.log,
      descr: encodeDescription(denial.description),
    },
  ];
}

function sharedView(options: Options, names: Names) {
  return {
    interface: encodeInterface(options.interface),
    ipprotocol: encodeIpProtocol(options.ipprotocol),
    clients: encodeAlias(names.clients),
  };
}
