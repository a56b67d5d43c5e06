import { aboutEndpoint, endpointsOf, type Message } from '../kit/about-endpoints.ts';
import { CoveringEntries } from '../kit/covering-entries.ts';
import { type Entry, entryOf } from '../kit/endpoint-entry.ts';
import type { SpecRule } from '../kit/rule.ts';

/** An endpoint whose access another endpoint already allows in full. */
export const duplicateOrCovered: SpecRule = {
  id: 'duplicate-or-covered',
  severity: 2,
  title: 'an endpoint adds no access',
  why: 'Another endpoint already allows the same access. Removing one of the two does not remove the access.',
  remedy:
    'remove this endpoint, unless its section, purpose or weaker tier says more than the other endpoint',
  check: ({ spec }) => {
    const entries = endpointsOf(spec).map(entryOf);
    // What one site gives is not allowed at the others.
    const everywhere = entries.filter(({ listed }) => listed.endpoint.given === undefined);
    const covering = new CoveringEntries(everywhere);
    return entries.flatMap((entry) => {
      const other = covering.first(entry);
      return other === undefined ? [] : [aboutEndpoint(entry.listed, coveredBy(other))];
    });
  },
};

function coveredBy({ listed }: Entry): Message {
  const { endpoint, group } = listed;
  return {
    message: `is already allowed by "${endpoint.written}" in group ${group.id}`,
    common: 'is already allowed by another endpoint',
  };
}
