import type { Address } from '../../net/address.ts';
import type { Flow } from '../../net/flow.ts';
import type { Origin, Policy, Rule, RuleDestination } from '../../policy/types.ts';
import type { Target } from '../../targets/target.ts';
import { BoxIndex } from '../access/box-index.ts';
import { clientFor } from '../access/clients.ts';
import { accessByOutput } from '../access/given-access.ts';
import { boxesFor } from '../access/membership.ts';
import type { PolicyBox } from '../access/policy-boxes.ts';

/** A destination of a rule that allows a flow. */
export type FlowMatch = { readonly rule: Rule; readonly to: RuleDestination };

/** The destinations that allow the flow for the client, each once, in the order of the boxes' rules. */
export function matchesOf(
  boxes: readonly PolicyBox[],
  flow: Flow,
  client: Address,
): readonly FlowMatch[] {
  const found = new Set(boxesFor(new BoxIndex(boxes), flow, client).map(({ to }) => to));
  const matches = new Map(boxes.map(({ rule, to }) => [to, { rule, to }]));
  return [...matches.values()].filter(({ to }) => found.has(to));
}

/** The destinations that allow the flow in any output of a site, each once per output. */
export function matchesByOutput(
  policy: Policy,
  flow: Flow,
  known: readonly Target[],
): readonly FlowMatch[] {
  return accessByOutput(policy, known).flatMap(({ boxes, clients }) =>
    matchesOf(boxes, flow, clientFor(clients, flow.peer)),
  );
}

/** The endpoints of a destination whose service contains the flow's port. A destination may have others. */
export function originsFor({ to }: FlowMatch, { transport, port }: Flow): Origin[] {
  return to.origins.filter(({ service }) =>
    service.ports.some(
      (range) => range.transport === transport && range.low <= port && port <= range.high,
    ),
  );
}
