import { compareDestinations, type Destination } from '../../net/destination.ts';
import { wholeHost } from '../../net/path.ts';
import { mergePorts, type PortRange, subtractPorts } from '../../net/port.ts';
import type { Origin, Rule, RuleDestination } from '../../policy/types.ts';
import { additionsOf, lacksOf } from '../../targets/coverage.ts';
import { filteredClients, type Output } from '../../targets/output.ts';
import type { Coverage, Opened, Target, Widening } from '../../targets/target.ts';
import type { Box } from './box.ts';
import { everyClient } from './clients.ts';
import { placesOf, type Reach, reachable } from './policy-boxes.ts';

/** One endpoint of a policy as a target says that it enforces it. */
export type Covered = {
  readonly rule: Rule;
  readonly to: RuleDestination;
  readonly origin: Origin;
  readonly coverage: Coverage;
};

/** An endpoint that the files open something for. */
export type CoveredOpen = Covered & { readonly coverage: Opened };

/** Access that the files of a target should open, and the endpoint that it comes from. */
export type EnforcedBox = Box & { readonly covered: CoveredOpen };

/** Is the box one that the target opens besides the endpoint, or on more of its host? */
export function isAddition(box: EnforcedBox): boolean {
  return isElsewhere(box) || opensInner(box) || box.path !== box.covered.to.path;
}

/** Does the box hold the site's inner networks, which the target cannot take out of `to: any`? */
function opensInner({ destination, covered }: EnforcedBox): boolean {
  return destination.kind === 'any' && addsInner(covered.coverage);
}

function addsInner(coverage: Opened): boolean {
  return additionsOf(coverage).some(({ what }) => what === 'inner');
}

/** Does the box lead to places that the endpoint does not name? */
export function isElsewhere({ destination, covered }: EnforcedBox): boolean {
  const { to, coverage } = covered;
  if (['resolvers', 'any'].includes(to.destination.kind) || coverage.as !== undefined) return false;
  return compareDestinations(destination, to.destination) !== 0;
}

/** Every endpoint of an output's policy, with what the target says of it. */
export function coveredBy(output: Output, concerns: Concerns = () => true): Covered[] {
  const { target, policy } = output;
  const clients = target.clients === 'filtered' ? filteredClients(output) : everyClient;
  return policy.rules.flatMap((rule) =>
    rule.destinations.filter(concerns).flatMap((to) =>
      to.origins.map((origin) => ({
        rule: { ...rule, clients },
        to,
        origin,
        coverage: target.coverage({ policy, rule, to, origin }),
      })),
    ),
  );
}

type Concerns = (to: RuleDestination) => boolean;

/** Everything that the files of an output should open, in words of its coverage; of those destinations that concern. */
export function wantedBoxes(output: Output, concerns: Concerns = () => true): EnforcedBox[] {
  return coveredBy(output, concerns).flatMap((covered) => enforcedBoxes(covered, output));
}

/** Everything that the files of an output should open once their rules that are switched off are on. */
export function dormantBoxes(output: Output): EnforcedBox[] {
  return coveredBy(output).flatMap((covered) => {
    const coverage = covered.coverage.kind === 'narrower' ? covered.coverage.dormant : undefined;
    if (coverage === undefined) return [];
    return enforcedBoxes({ ...covered, coverage }, output);
  });
}

/** Which clients get to an address: through a proxy those of either family. */
export function reachOf(target: Target): Reach {
  return target.connects === 'by-proxy' ? (box) => [box] : reachable;
}

/** What the files should open for one endpoint: nothing where it is left out. */
function enforcedBoxes(endpoint: Covered, { target, policy }: Output): EnforcedBox[] {
  const { rule, to, coverage } = endpoint;
  if (coverage.kind === 'unsupported' || coverage.kind === 'not-applicable') return [];
  const covered = { ...endpoint, coverage };
  const destinations = coverage.as ?? placesOf(to.destination, policy.site);
  return cutPorts(rule.ports, coverage).flatMap((ports) =>
    destinations
      .flatMap((destination) => widened(destination, addedOn(ports, coverage)))
      .flatMap((destination) => {
        const path = addedOn(ports, coverage).includes('whole-host') ? wholeHost : to.path;
        return reachOf(target)({ clients: rule.clients, destination, path, ports, covered });
      }),
  );
}

/** The ports that are opened, in runs that have the same additions. */
function cutPorts(ports: readonly PortRange[], coverage: Opened): PortRange[] {
  const adds = additionsOf(coverage);
  const open = subtractPorts(ports, lacksOf(coverage));
  const runs = adds.reduce<PortRange[]>((left, { ports: added }) => {
    const without = left.flatMap((run) => subtractPorts([run], added));
    const within = left.flatMap((run) => subtractPorts([run], subtractPorts([run], added)));
    return [...without, ...within];
  }, open);
  return adds.length === 0 ? mergePorts(open) : runs;
}

function addedOn(run: PortRange, coverage: Opened): Widening[] {
  return additionsOf(coverage)
    .filter(({ ports }) => subtractPorts([run], ports).length === 0)
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
