import type { DocumentFact, DocumentRow } from '../documents/document.ts';
import type { PortRange } from '../net/port.ts';
import type { Refusal } from '../problem.ts';
import { type Part, partsOf } from './endpoint-drafts.ts';
import type { Need } from './needs.ts';

/** What becomes of the rows that the filters leave. Each is in one of the lists. */
export type SortedRows = {
  readonly taken: readonly TakenRow[];
  /** Unresolved and declined, in the order of the document. */
  readonly needs: readonly Need[];
  readonly refused: readonly RefusedRow[];
  /** How many rows are unresolved only because they have no port. */
  readonly withoutPorts: number;
};

export type TakenRow = {
  readonly row: DocumentRow;
  readonly facts: readonly DocumentFact[];
  readonly parts: readonly Part[];
};

export type RefusedRow = { readonly row: DocumentRow; readonly refusal: Refusal };

/** Decides on each row; `ports` are those of rows that name none. */
export function sortRows(rows: readonly DocumentRow[], ports: readonly PortRange[]): SortedRows {
  const taken: TakenRow[] = [];
  const needs: Need[] = [];
  const refused: RefusedRow[] = [];
  let withoutPorts = 0;
  for (const row of rows) {
    const { verdict } = row;
    if (verdict.kind === 'refused') refused.push({ row, refusal: verdict.refusal });
    else if (verdict.kind === 'facts') {
      const outcome = take(row, verdict.facts, ports);
      if (outcome.kind === 'taken') taken.push(outcome.taken);
      else needs.push(outcome.need);
      if (outcome.kind === 'without-ports') withoutPorts += 1;
    } else {
      const kind = verdict.kind === 'declined' ? 'declined' : 'demanded';
      needs.push({ kind, row, reason: verdict.reason });
    }
  }
  return { taken, needs, refused, withoutPorts };
}

type Outcome =
  | { readonly kind: 'taken'; readonly taken: TakenRow }
  | { readonly kind: 'without-ports' | 'not-expressible'; readonly need: Need };

/** A row is taken as a whole: an endpoint beside a need would be two verdicts on one row. */
function take(
  row: DocumentRow,
  printed: readonly DocumentFact[],
  ports: readonly PortRange[],
): Outcome {
  const facts = printed.map((fact) => (fact.ports.length === 0 ? { ...fact, ports } : fact));
  if (facts.some((fact) => fact.ports.length === 0))
    return { kind: 'without-ports', need: { kind: 'demanded', row, reason: 'no port' } };
  const parts: Part[] = [];
  for (const fact of facts) {
    const own = partsOf(fact);
    if (!own.ok)
      return { kind: 'not-expressible', need: { kind: 'demanded', row, reason: own.error } };
    for (const part of own.value) parts.push(part);
  }
  return { kind: 'taken', taken: { row, facts, parts } };
}
