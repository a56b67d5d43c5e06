import { getOrAdd } from '../../maps.ts';
import { compareDestinations, type Destination, isDevice } from '../../net/destination.ts';
import { wholeHost } from '../../net/path.ts';
import {
  mergePorts,
  type PortRange,
  portsInside,
  portsOutside,
  subtractPorts,
} from '../../net/port.ts';
import type { Origin, Rule, RuleDestination, TargetPolicy } from '../../policy/types.ts';
import {
  type Addition,
  additionsOf,
  type Coverage,
  lacksOf,
  type Opened,
  type Widening,
} from '../../targets/coverage.ts';
import { filteredClients, type Output } from '../../targets/output.ts';
import type { Target } from '../../targets/target.ts';
import type { Box } from './box.ts';
import { everyClient } from './clients.ts';
import { placesOf, type Reach, reachable } from './policy-boxes.ts';

/** One endpoint of a policy, and how a target enforces it. */
export type Covered = {
  readonly rule: Rule;
  readonly to: RuleDestination;
  readonly origin: Origin;
  readonly coverage: Coverage;
};

/** An endpoint for which the files allow access. */
export type CoveredOpen = Covered & { readonly coverage: Opened };

/** Access that the files of a target should allow, and the endpoint that it comes from. */
export type EnforcedBox = Box & { readonly covered: CoveredOpen };

/** Returns true if the box is access in addition to the endpoint, or to more of its host. */
export function isAddition(box: EnforcedBox): boolean {
  return isElsewhere(box) || opensInner(box) || box.path !== box.covered.to.path;
}

/** Returns true if the box includes the site's internal networks, which the target cannot exclude from `to: any`. */
function opensInner({ destination, covered }: EnforcedBox): boolean {
  return destination.kind === 'any' && addsInner(covered.coverage);
}

function addsInner(coverage: Opened): boolean {
  return additionsOf(coverage).some(({ what }) => what === 'inner');
}

/** Returns true if the destination of the box differs from the one of its endpoint. */
export function isElsewhere({ destination, covered }: EnforcedBox): boolean {
  const { to, coverage } = covered;
  if (isDevice(to.destination) || to.destination.kind === 'any') return false;
  if (coverage.as !== undefined) return false;
  return compareDestinations(destination, to.destination) !== 0;
}

// Several rules and parts of a review need the answers, and a target computes them slowly.
const answers = new WeakMap<TargetPolicy, Map<Target, readonly Covered[]>>();

/** Every endpoint of an output's policy, with its coverage by the target; computed once. */
export function coveredBy(output: Output): readonly Covered[] {
  const { target, policy } = output;
  const known = getOrAdd(answers, policy, () => new Map<Target, readonly Covered[]>());
  return getOrAdd(known, target, () => coveredWhere(output, () => true));
}

function coveredWhere(output: Output, concerns: Concerns): Covered[] {
  const { target, policy } = output;
  const clients = target.clients === 'filtered' ? filteredClients(output) : everyClient;
  return policy.rules.flatMap((original) => {
    const rule = { ...original, clients };
    return original.destinations.filter(concerns).flatMap((to) =>
      to.origins.map((origin) => ({
        rule,
        to,
        origin,
        coverage: target.coverage({ policy, rule: original, to, origin }),
      })),
    );
  });
}

type Concerns = (to: RuleDestination) => boolean;

/** All access that the files of an output should allow by its coverage, for the destinations that `concerns` selects. */
export function wantedBoxes(output: Output, concerns?: Concerns): EnforcedBox[] {
  return boxesOf(
    output,
    concerns === undefined ? coveredBy(output) : coveredWhere(output, concerns),
  );
}

/** The access that the files of an output should allow for these of its endpoints. */
export function boxesOf(output: Output, covered: readonly Covered[]): EnforcedBox[] {
  const reach = reachOf(output.target);
  return covered.flatMap((each) => enforcedBoxes(each, output, reach));
}

/** Do the files of an output allow any access by its coverage? */
export function opensAny(output: Output): boolean {
  const reach = reachOf(output.target);
  return coveredBy(output).some((covered) => enforcedBoxes(covered, output, reach).length > 0);
}

/** All access that the files of an output should allow after an administrator enables its disabled rules. */
export function dormantBoxes(output: Output): EnforcedBox[] {
  const reach = reachOf(output.target);
  return coveredBy(output).flatMap((covered) => {
    const coverage = covered.coverage.kind === 'narrower' ? covered.coverage.dormant : undefined;
    if (coverage === undefined) return [];
    return enforcedBoxes({ ...covered, coverage }, output, reach);
  });
}

/** Which clients reach an address. Through a proxy, clients of both families do. */
export function reachOf(target: Target): Reach {
  return target.connects === 'by-proxy' ? (box) => [box] : reachable;
}

/** The access that the files should allow for one endpoint: none if the output omits it. */
function enforcedBoxes(covered: Covered, { policy }: Output, reach: Reach): EnforcedBox[] {
  if (!isOpen(covered)) return [];
  const { rule, to, coverage } = covered;
  const destinations = coverage.as ?? placesOf(to.destination, policy.site);
  const boxes: EnforcedBox[] = [];
  for (const { ports, added } of runsOf(rule.ports, coverage)) {
    const path = added.includes('whole-host') ? wholeHost : to.path;
    for (const each of destinations)
      for (const destination of widened(each, added))
        for (const box of reach({ clients: rule.clients, destination, path, ports, covered }))
          boxes.push(box);
  }
  return boxes;
}

/** Do the files allow at least a part of the endpoint? */
function isOpen(covered: Covered): covered is CoveredOpen {
  const { kind } = covered.coverage;
  return kind !== 'unsupported' && kind !== 'not-applicable';
}

/** Ports with the same additional access. */
type Run = { readonly ports: PortRange; readonly added: readonly Widening[] };

// By the ports of a rule, and what is added on all of them: nearly all endpoints of a rule have this in common.
const usualRuns = new WeakMap<readonly PortRange[], Map<string, readonly Run[]>>();

/** The ports on which the files allow an endpoint of a rule with these ports. */
function runsOf(ports: readonly PortRange[], coverage: Opened): readonly Run[] {
  const [lacks, additions] = [lacksOf(coverage), additionsOf(coverage)];
  if (lacks.length > 0 || additions.some((addition) => addition.ports !== ports))
    return computedRuns(ports, lacks, additions);
  const ofPorts = getOrAdd(usualRuns, ports, () => new Map<string, readonly Run[]>());
  const key = additions.map(({ what }) => what).join(' ');
  return getOrAdd(ofPorts, key, () => computedRuns(ports, lacks, additions));
}

function computedRuns(
  ports: readonly PortRange[],
  lacks: readonly PortRange[],
  additions: readonly Addition[],
): Run[] {
  const merged = additions.map((each) => ({ ...each, ports: mergePorts(each.ports) }));
  return cutPorts(subtractPorts(ports, lacks), merged).map((run) => ({
    ports: run,
    added: addedOn(run, merged),
  }));
}

/** The ports, split into ranges with the same additional access, whose ports are merged. */
function cutPorts(open: readonly PortRange[], additions: readonly Addition[]): PortRange[] {
  return additions.reduce<PortRange[]>(
    (left, { ports }) => [
      ...left.flatMap((run) => portsOutside(run, ports)),
      ...left.flatMap((run) => portsInside(run, ports)),
    ],
    [...open],
  );
}

function addedOn(run: PortRange, additions: readonly Addition[]): Widening[] {
  return additions
    .filter(({ ports }) => portsOutside(run, ports).length === 0)
    .map(({ what }) => what);
}

function widened(destination: Destination, added: readonly Widening[]): Destination[] {
  if (destination.kind === 'any' && added.includes('inner')) return [{ kind: 'any' }];
  if (destination.kind !== 'host') return [destination];
  const { host } = destination;
  const below =
    added.includes('below') && host.kind === 'exact'
      ? [{ kind: 'host', host: { kind: 'subdomains', of: host.name } } as const]
      : [];
  const apex =
    added.includes('apex') && host.kind === 'subdomains'
      ? [{ kind: 'host', host: { kind: 'exact', name: host.of } } as const]
      : [];
  return [destination, ...below, ...apex];
}
