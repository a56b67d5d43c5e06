import { getOrAdd } from '../../../maps.ts';
import { anyExcept } from '../../../net/destination.ts';
import type { Network } from '../../../net/network.ts';
import { wholeHost } from '../../../net/path.ts';
import { comparePortRanges, type PortRange } from '../../../net/port.ts';
import { expected, refuseAt } from '../../kit/reading/not-canonical.ts';
import { parsePorts, requireAscending } from '../../kit/reading/values.ts';
import type { OutputPlace } from '../../reading.ts';
import type { List, Model, RuleRecord } from './model.ts';
import { byApplication, protocolPorts } from './protocols.ts';
import { type Named, namedByObject, namedByUrl } from './values.ts';

/** A destination that a rule allows, and its location. */
export type Allowed = Named & { readonly at: OutputPlace };

/** A security rule, with the contents of its lists instead of their names. */
export type Rule = {
  readonly allows: boolean;
  /** Does it deny only the inner networks? */
  readonly isGuard: boolean;
  readonly byUrl: boolean;
  readonly to: readonly Allowed[];
  /** Undefined means every port. */
  readonly ports: readonly PortRange[] | undefined;
  /** Undefined means every application. */
  readonly applications: readonly string[] | undefined;
  readonly zones: readonly string[];
  /** Does a decryption rule exclude the same traffic (No Decrypt)? */
  readonly isSpared: boolean;
  readonly at: OutputPlace;
};

/** The networks of the site's clients, or the inner networks; empty without such a list. */
export function networksOf(file: string, model: Model, list: 'clients' | 'inner'): Network[] {
  return membersOf(model.addressGroups, `${model.tag}-${list}`).map(({ text, line }) => {
    const named = namedByObject(model.addresses.get(text) ?? '');
    const found = `"${model.addresses.get(text) ?? text}"`;
    if (named?.destination.kind !== 'network')
      refuseAt({ file, line }, expected(`a network in its shortest form for the ${list}`, found));
    return named.destination.network;
  });
}

/**
 * The rules as the guard limits them: below it, no destination includes the inner networks. Rules that resolve names
 * come after it, and rules for listed networks before it.
 */
export function guarded(rules: readonly Rule[], inner: readonly Network[]): Rule[] {
  const guard = rules.findIndex((rule) => rule.isGuard);
  if (guard < 0) return [...rules];
  return rules.map((rule, index) => {
    const isName = rule.byUrl || rule.to.some(({ destination }) => destination.kind === 'host');
    const isListed = rule.to.some(({ destination }) => destination.kind === 'network');
    if (rule.allows && (index < guard ? isName : isListed && !rule.byUrl))
      refuseAt(rule.at, misplaced(index < guard));
    return index < guard || !rule.allows ? rule : { ...rule, to: rule.to.map(outside(inner)) };
  });
}

function misplaced(isAbove: boolean): ReturnType<typeof expected> {
  const [side, other] = isAbove ? ['below', 'above'] : ['above', 'below'];
  return expected(`this rule ${side} the rule that denies the inner networks`, `it ${other}`);
}

/** Every destination except the inner networks; a host stays, since the guard matches addresses. */
function outside(inner: readonly Network[]): (to: Allowed) => Allowed {
  return (to) => (to.destination.kind === 'any' ? { ...to, destination: anyExcept(inner) } : to);
}

const byName = new WeakMap<readonly List[], ReadonlyMap<string, List['members']>>();

/** The members of a list by its name; a file may have a list for each of thousands of rules. */
function membersOf(lists: readonly List[], name: string): List['members'] {
  const named = getOrAdd(
    byName,
    lists,
    () => new Map(lists.toReversed().map((list) => [list.name, list.members])),
  );
  return named.get(name) ?? [];
}

/** A security rule of the files. `spared` is the names of the services that decryption rules exclude. */
export function ruleOf(
  file: string,
  model: Model,
  spared: ReadonlySet<string | undefined>,
  { name, fields, line }: RuleRecord,
): Rule {
  const has = (field: string) => fields.get(field)?.[0] === name;
  const at = { file, line };
  const byUrl = has('category');
  const applications = has('application')
    ? membersOf(model.applicationGroups, name).map(({ text }) => text)
    : undefined;
  const ports = has('service') ? servicesOf(file, model, name, byUrl) : undefined;
  const isBare = fields.get('service')?.[0] === byApplication;
  return {
    allows: fields.get('action')?.[0] === 'allow',
    isGuard: name === `${model.tag}-inner`,
    byUrl,
    to: byUrl || has('destination') ? allowedBy(file, model, name, byUrl) : [everywhere(at)],
    ports: isBare ? protocolsOf(applications, at) : ports,
    applications,
    zones: fields.get('to') ?? [],
    // A decryption rule names the service group of its security rule.
    isSpared: spared.has(name),
    at,
  };
}

/** With the service application-default, any other App-ID would open its own default ports. */
function protocolsOf(applications: readonly string[] = [], at: OutputPlace): PortRange[] {
  const protocol = protocolPorts(applications);
  return protocol === undefined
    ? refuseAt(at, expected('the App-ID of one protocol without ports', applications.join(', ')))
    : [protocol];
}

function everywhere(at: OutputPlace): Allowed {
  return { destination: { kind: 'any' }, path: wholeHost, at };
}

function allowedBy(file: string, model: Model, name: string, byUrl: boolean): Allowed[] {
  const lists = byUrl ? model.categories : model.addressGroups;
  return membersOf(lists, name).map(({ text, line }) => {
    const named = byUrl ? namedByUrl(text) : namedByObject(model.addresses.get(text) ?? '');
    if (named === undefined)
      refuseAt({ file, line }, expected('an entry that Portolan writes', `"${text}"`));
    // Not spread: a list may have a hundred thousand members.
    return { destination: named.destination, path: named.path, at: { file, line } };
  });
}

function servicesOf(file: string, model: Model, name: string, byUrl: boolean): PortRange[] {
  const members = membersOf(model.serviceGroups, name);
  const ports = members.map(({ text, line }) => {
    const at = { file, line };
    const range = parsePorts(model.services.get(text)?.replace(' ', '/') ?? '');
    if (range === undefined)
      return refuseAt(at, expected('a service that Portolan writes', `"${text}"`));
    if (byUrl && range.transport === 'udp')
      refuseAt(at, expected('TCP services in a rule with a URL category', `"${text}"`));
    return { range, at };
  });
  requireAscending(
    ports,
    (a, b) => comparePortRanges(a.range, b.range),
    ({ at }) => at,
  );
  return ports.map(({ range }) => range);
}
