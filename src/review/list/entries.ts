import { formatDestination } from '../../net/destination.ts';
import type { Network } from '../../net/network.ts';
import { wholeHost } from '../../net/path.ts';
import { type PortRange, sharedPorts } from '../../net/port.ts';
import type { Origin, Policy, Rule, RuleDestination } from '../../policy/types.ts';
import type { CoverageKind } from '../../targets/coverage.ts';
import { targets as known } from '../../targets/list.ts';
import { type Output, outputsOf } from '../../targets/output.ts';

/** How one output enforces an entry. */
export type EntryCoverage = {
  readonly target: string;
  readonly kind: CoverageKind;
  /** Empty for exact. */
  readonly reason: string;
  /** The clients of this output: those of the site, or of the target's option. */
  readonly clients: readonly Network[];
};

/** One endpoint of the policy of a site, on the ports that one of its services has in one rule. */
export type ListEntry = {
  readonly site: string;
  readonly rule: Rule;
  /** The destination, as the outputs write it. */
  readonly destination: string;
  /** The path where it can be enforced; undefined for the whole host. */
  readonly path: string | undefined;
  /** Sorted and merged; never empty. */
  readonly ports: readonly PortRange[];
  readonly clients: readonly Network[];
  readonly origin: Origin;
  /** Sorted by target. */
  readonly coverage: readonly EntryCoverage[];
};

/**
 * The entries of a site, in the order of its rules; empty if the site has none of the targets (undefined means all). An
 * endpoint that adds nothing to another one is an entry too: each has a ticket and a source of its own.
 */
export function entriesOf(policy: Policy, targets: ReadonlySet<string> | undefined): ListEntry[] {
  const selected = known.filter(({ name }) => targets?.has(name) ?? true);
  const outputs = outputsOf(policy, selected);
  if (outputs.length === 0) return [];
  return policy.rules.flatMap((rule, index) =>
    rule.destinations.flatMap((to) =>
      to.origins.map((origin) => entryOf({ policy, rule, index, to, origin }, outputs)),
    ),
  );
}

type Place = {
  readonly policy: Policy;
  readonly rule: Rule;
  /** The position of the rule, which is the same in the policy of each output. */
  readonly index: number;
  readonly to: RuleDestination;
  readonly origin: Origin;
};

function entryOf(place: Place, outputs: readonly Output[]): ListEntry {
  const { policy, rule, to, origin } = place;
  return {
    site: policy.site.id,
    rule,
    destination: formatDestination(to.destination),
    path: to.path === wholeHost ? undefined : to.path,
    // A rule has a part of the ports of the services of weaker groups.
    ports: sharedPorts(rule.ports, origin.service.ports),
    clients: rule.clients,
    origin,
    coverage: outputs.map((output) => coverageOf(output, place)),
  };
}

function coverageOf({ target, policy }: Output, { rule, index, to, origin }: Place): EntryCoverage {
  const own = policy.rules[index] ?? rule;
  const { kind, reason } = target.coverage({ policy, rule: own, to, origin });
  return { target: target.name, kind, reason, clients: own.clients };
}
