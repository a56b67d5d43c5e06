import type { Address } from '../../net/address.ts';
import type { Flow } from '../../net/flow.ts';
import type { Origin, Policy, Rule, RuleDestination } from '../../policy/types.ts';
import type { Target } from '../../targets/target.ts';
import { BoxIndex } from '../access/box-index.ts';
import { clientFor } from '../access/clients.ts';
import { accessByOutput } from '../access/given-access.ts';
import { boxesFor } from '../access/membership.ts';
import type { PolicyBox } from '../access/policy-boxes.ts';

/** A destination of a rule that opens a flow. */
export type FlowMatch = { readonly rule: Rule; readonly to: RuleDestination };

/** The destinations that open the flow for the client, in the order of the boxes' rules; each once. */
export function matchesOf(
  boxes: readonly PolicyBox[],
  flow: Flow,
  client: Address,
): readonly FlowMatch[] {
  const found = new Set(boxesFor(new BoxIndex(boxes), flow, client).map(({ to }) => to));
  const matches = new Map(boxes.map(({ rule, to }) => [to, { rule, to }]));
  return [...matches.values()].filter(({ to }) => found.has(to));
}

/** The destinations that open the flow by any output of a site; each once for an output. */
export function matchesByOutput(
  policy: Policy,
  flow: Flow,
  known: readonly Target[],
): readonly FlowMatch[] {
  return accessByOutput(policy, known).flatMap(({ boxes, clients }) =>
    matchesOf(boxes, flow, clientFor(clients, flow.peer)),
  );
}

/** The endpoints of a destination that ask for this port; one that shares other ports with them is left out. */
export function originsFor({ to }: FlowMatch, { transport, port }: Flow): Origin[] {
  return to.origins.filter(({ service }) =>
    service.ports.some(
      (range) => range.transport === transport && range.low <= port && port <= range.high,
    ),
  );
}
