import {
  type Group,
  type Inspection,
  type Service,
  type Site,
  type Spec,
  tiers,
} from '../language/types.ts';
import { getOrAdd } from '../maps.ts';
import { compareDestinations } from '../net/destination.ts';
import { compareText, firstDifference } from '../net/order.ts';
import { wholeHost } from '../net/path.ts';
import {
  formatPortRange,
  mergePorts,
  type PortRange,
  portsIntersect,
  subtractPorts,
} from '../net/port.ts';
import { failure, type Problem, type Result, success } from '../problem.ts';
import { destinationText } from './destination-text.ts';
import { sha256 } from './digest.ts';
import { equalServices } from './equal-services.ts';
import { openGroup } from './open-groups.ts';
import { isThirdParty } from './publisher.ts';
import { type RulePart, rulePartsOf } from './rule-parts.ts';
import { leftOutBy } from './selection.ts';
import type { Origin, Rule, RuleDestination, SitePolicy } from './types.ts';
import { writtenText } from './written.ts';

/**
 * Compiles the access that one site allows. It selects groups by tier, `select` and `exclude`, then merges their access.
 * Access (a destination and port) that several groups need goes to the strongest tier, and there to the first group.
 * Fails with `inspection-conflict` (one access with both inspections) and `site-empty` (nothing is selected). What
 * the site lacks is left out here: `judgeSiteValues` reports it.
 */
export function compile(spec: Compilable, site: Site): Result<SitePolicy> {
  const ledger: Ledger = { claims: new Map(), rules: new Map(), last: undefined, problems: [] };
  for (const group of selectGroups(spec.groups, site))
    claimAll(ledger, openGroup(group, site), spec.documents);
  if (ledger.problems.length > 0) return failure(ledger.problems);
  const rules = [...ledger.rules.values()].map((draft) => finish(draft, site)).sort(compareRules);
  if (rules.length === 0) return failure([siteEmpty(site)]);
  const { name, title, owner } = spec;
  return success({ spec: { name, title, owner }, site, rules });
}

/** The parts of a spec that a policy comes from. */
type Compilable = Pick<Spec, 'name' | 'title' | 'owner' | 'groups' | 'documents'>;

/** The path that can be enforced: a device sees it in cleartext http only. */
function enforceablePath(
  origin: Origin,
  { transport }: Pick<RulePart, 'transport'>,
): RuleDestination['path'] {
  const isHttp = transport === 'tcp or udp' && origin.service.application === 'http';
  return isHttp ? origin.endpoint.path : wholeHost;
}

/** The groups that a site selects, the strongest tier first. What is compiled for a site follows from these and its clients. */
export function selectGroups(groups: readonly Group[], site: Site): Group[] {
  const leavesOut = leftOutBy(site);
  const selected = groups.filter((group) => leavesOut(group).length === 0);
  // Array.prototype.sort is stable: groups of one tier keep the order of the spec.
  return selected.sort((a, b) => tiers.indexOf(a.tier) - tiers.indexOf(b.tier));
}

function claimAll(ledger: Ledger, group: Group, documents: Spec['documents']): void {
  for (const endpoint of group.endpoints) {
    const isOutside = isThirdParty(endpoint, documents);
    for (const service of endpoint.services) {
      const origin = { endpoint, group, service, isThirdParty: isOutside };
      for (const part of rulePartsOf(service)) claim(ledger, origin, part);
    }
  }
}

/** The ports of one destination and path that a rule already covers. Most destinations have one claim, so they are linked. */
type Claim = {
  readonly ports: readonly PortRange[];
  readonly inspection: Inspection;
  readonly draft: DraftDestination;
  readonly before: Claim | undefined;
};
type DraftDestination = {
  readonly destination: RuleDestination['destination'];
  readonly path: RuleDestination['path'];
  readonly origins: Origin[];
};
type DraftRule = Omit<Rule, 'destinations' | 'clients'> & {
  readonly destinations: DraftDestination[];
};
type Ledger = {
  /** The newest claim of each destination and path. */
  readonly claims: Map<string, Claim>;
  readonly rules: Map<string, DraftRule>;
  /** The rule of the claim before and the service that it was made for: they are those of most claims. */
  last: { readonly rule: DraftRule; readonly service: Service } | undefined;
  readonly problems: Problem[];
};

// One service with all ports conflicts with a thousand others at each endpoint. A report shows 50 problems.
const mostConflicts = 10_000;

/** Adds an origin to the rules that cover its ports, and makes a rule for the ports that no rule covers. */
function claim(ledger: Ledger, origin: Origin, part: RulePart): void {
  const { claims, problems } = ledger;
  const key = keyOf(origin, part);
  const newest = claims.get(key);
  const owners = ownersOf(newest, part.ports);
  for (const owner of owners) {
    if (owner.inspection !== origin.endpoint.inspection && problems.length < mostConflicts)
      problems.push(inspectionConflict(origin, owner));
    owner.draft.origins.push(origin);
  }
  const free = freePorts(part.ports, owners);
  if (free.length === 0) return;
  const { destination, inspection } = origin.endpoint;
  const draft = { destination, path: enforceablePath(origin, part), origins: [origin] };
  ruleFor(ledger, origin, part, free).destinations.push(draft);
  claims.set(key, { ports: free, inspection, draft, before: newest });
}

/** The claims on some of these ports, the oldest first. */
function ownersOf(newest: Claim | undefined, ports: readonly PortRange[]): readonly Claim[] {
  if (newest === undefined) return noClaims;
  const owners: Claim[] = [];
  for (let each: Claim | undefined = newest; each !== undefined; each = each.before)
    if (overlap(each.ports, ports)) owners.push(each);
  return owners.reverse();
}

const noClaims: readonly Claim[] = [];

/** The ports that no owner covers. Endpoints share the list of their service if all are free. */
function freePorts(ports: readonly PortRange[], owners: readonly Claim[]): readonly PortRange[] {
  if (owners.length === 0) return ports;
  return subtractPorts(ports, mergePorts(owners.flatMap((owner) => owner.ports)));
}

function keyOf(origin: Origin, part: RulePart): string {
  const text = destinationText(origin.endpoint);
  const path = enforceablePath(origin, part);
  return path === wholeHost ? text : `${text} ${path}`;
}

function overlap(some: readonly PortRange[], others: readonly PortRange[]): boolean {
  return some.some((range) => others.some((other) => portsIntersect(range, other)));
}

function ruleFor(
  ledger: Ledger,
  origin: Origin,
  part: RulePart,
  ports: readonly PortRange[],
): DraftRule {
  const { last } = ledger;
  const isLast =
    last?.service === origin.service &&
    last.rule.ports === ports &&
    last.rule.group === origin.group &&
    last.rule.inspection === origin.endpoint.inspection;
  if (isLast) return last.rule;
  const rule = findRule(ledger, origin, part, ports);
  ledger.last = { rule, service: origin.service };
  return rule;
}

function findRule(
  ledger: Ledger,
  origin: Origin,
  part: RulePart,
  ports: readonly PortRange[],
): DraftRule {
  const { group, endpoint } = origin;
  const { inspection } = endpoint;
  const service = equalServices(group)(origin.service);
  const id = ruleId({ ...origin, service }, part, ports);
  return getOrAdd(ledger.rules, id, () => ({
    id,
    tier: group.tier,
    group,
    service,
    ports,
    inspection,
    destinations: [],
  }));
}

function ruleId(
  { group, service, endpoint }: Origin,
  part: RulePart,
  ports: readonly PortRange[],
): string {
  const inspection = endpoint.inspection === group.inspection ? [] : [endpoint.inspection];
  const isWhole = ports === part.ports || portsText(ports) === portsText(part.ports);
  // A service may gain or lose a protocol; the rules of its other parts keep their ids.
  const isNamed = isWhole && part.transport === 'tcp or udp';
  return [group.id, service.name, ...inspection, ...(isNamed ? [] : [portsText(ports)])].join('/');
}

const longestPortsText = 40;

/** The ports as a part of an id: as text if it is short, otherwise as a hash. */
function portsText(ports: readonly PortRange[]): string {
  const text = ports.map((range) => formatPortRange(range).replace('/', '-')).join('+');
  return text.length <= longestPortsText ? text : `ports-${sha256(text).slice(0, 8)}`;
}

function finish(draft: DraftRule, site: Site): Rule {
  const destinations = draft.destinations.sort(compareRuleDestinations);
  return { ...draft, destinations, clients: site.clients };
}

function compareRuleDestinations(a: RuleDestination, b: RuleDestination): number {
  return compareDestinations(a.destination, b.destination) || compareText(a.path, b.path);
}

function compareRules(a: Rule, b: Rule): number {
  return firstDifference(tiers.indexOf(a.tier) - tiers.indexOf(b.tier), compareText(a.id, b.id));
}

function inspectionConflict(origin: Origin, owner: Claim): Problem {
  const first = owner.draft.origins[0] ?? origin;
  const { file, line } = first.endpoint.place;
  return {
    rule: 'inspection-conflict',
    message:
      `"${writtenText(origin.endpoint)}" on service "${origin.service.name}" has inspection "${origin.endpoint.inspection}" ` +
      `in group "${origin.group.id}", and "${owner.inspection}" in group "${first.group.id}" (${file}:${line})`,
    help: 'use the same inspection in both, or remove one',
    at: origin.endpoint.place,
  };
}

function siteEmpty(site: Site): Problem {
  return {
    rule: 'site-empty',
    message: `site "${site.id}" selects no endpoints`,
    help:
      site.select === undefined
        ? 'add a tier to "tiers", or remove a group from "exclude"'
        : 'add a tag or a group to "select", or remove a group from "exclude"',
    at: site.place,
  };
}
