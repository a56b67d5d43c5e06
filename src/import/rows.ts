import type { DocumentFact, DocumentRow } from '../documents/document.ts';
import type { PortRange } from '../net/port.ts';
import type { Refusal } from '../problem.ts';
import type { Need } from './needs.ts';
import { endpointsOfFact, type RowEndpoint } from './row-endpoints.ts';

/** What becomes of the rows that the filters leave. Each is in one of the lists. */
export type SortedRows = {
  readonly taken: readonly TakenRow[];
  /** Unresolved and declined, in the order of the document. */
  readonly needs: readonly Need[];
  readonly refused: readonly RefusedRow[];
  /** How many rows are unresolved only because they have no port. */
  readonly withoutPorts: number;
  /** How many rows are taken because the user named services for them. */
  readonly withServices: number;
};

export type TakenRow = {
  readonly row: DocumentRow;
  readonly endpoints: readonly RowEndpoint[];
};

export type RefusedRow = { readonly row: DocumentRow; readonly refusal: Refusal };

/** Decides on each row; `ports` are those of rows that name none. */
export function sortRows(rows: readonly DocumentRow[], ports: readonly PortRange[]): SortedRows {
  const taken: TakenRow[] = [];
  const needs: Need[] = [];
  const refused: RefusedRow[] = [];
  let [withoutPorts, withServices] = [0, 0];
  for (const row of rows) {
    const outcome = decide(row, ports);
    if (outcome.kind === 'taken') taken.push(outcome.taken);
    else if (outcome.kind === 'need') needs.push(outcome.need);
    else refused.push(outcome.refused);
    if (outcome.isByPorts && outcome.kind === 'taken') withServices += 1;
    if (outcome.isByPorts && outcome.kind === 'need') withoutPorts += 1;
  }
  return { taken, needs, refused, withoutPorts, withServices };
}

/** What becomes of a row, and whether `--service` decides it: the row names no port. */
type Outcome = { readonly isByPorts: boolean } & (
  | { readonly kind: 'taken'; readonly taken: TakenRow }
  | { readonly kind: 'need'; readonly need: Need }
  | { readonly kind: 'refused'; readonly refused: RefusedRow }
);

function decide(row: DocumentRow, ports: readonly PortRange[]): Outcome {
  const { verdict } = row;
  switch (verdict.kind) {
    case 'facts':
      return take(row, verdict.facts, ports);
    case 'unresolved':
      return unresolved(row, verdict.reason);
    case 'declined':
      return {
        kind: 'need',
        need: { kind: 'declined', row, reason: verdict.reason },
        isByPorts: false,
      };
    case 'refused':
      return { kind: 'refused', refused: { row, refusal: verdict.refusal }, isByPorts: false };
  }
}

/** A row is taken as a whole: an endpoint beside a need would be two verdicts on one row. */
function take(
  row: DocumentRow,
  facts: readonly DocumentFact[],
  ports: readonly PortRange[],
): Outcome {
  const isByPorts = facts.some((fact) => fact.ports.length === 0);
  if (isByPorts && ports.length === 0) return { ...unresolved(row, 'no port'), isByPorts };
  const endpoints: RowEndpoint[] = [];
  for (const fact of facts) {
    const own = endpointsOfFact(fact.ports.length === 0 ? { ...fact, ports } : fact);
    if (!own.ok) return unresolved(row, own.error);
    for (const endpoint of own.value) endpoints.push(endpoint);
  }
  return { kind: 'taken', taken: { row, endpoints }, isByPorts };
}

function unresolved(row: DocumentRow, reason: string): Outcome {
  return { kind: 'need', need: { kind: 'demanded', row, reason }, isByPorts: false };
}
