import { compareText, firstDifference } from '../../net/order.ts';
import type { Policy } from '../../policy/types.ts';
import { decidingPlace, writtenText } from '../../policy/written.ts';
import { targets } from '../../targets/list.ts';
import { outputsOf } from '../../targets/output.ts';
import type { Target } from '../../targets/target.ts';
import { type Covered, coveredBy } from '../access/enforced-boxes.ts';
import type { EnforcedRow, PolicyPair } from './change.ts';

/** Enforcement differences from the spec that head has and base does not; sorted. */
export function enforcementOf({ before, after }: PolicyPair): EnforcedRow[] {
  if (after === undefined) return [];
  const known = new Map(
    (before === undefined ? [] : rowsOf(before)).map((row) => [keyOf(row), row.reason]),
  );
  const rows = new Map(rowsOf(after).map((row) => [keyOf(row), row]));
  return (
    [...rows]
      // Ignore removed causes.
      .filter(([key, { reason }]) => known.get(key)?.includes(reason) !== true)
      .map(([, row]) => row)
      .sort(compareRows)
  );
}

function rowsOf(policy: Policy): EnforcedRow[] {
  return outputsOf(policy, targets).flatMap((output) =>
    coveredBy(output).flatMap((covered) => rowOf(output.target, covered)),
  );
}

function rowOf({ name }: Target, { origin, coverage }: Covered): EnforcedRow[] {
  const { kind, reason } = coverage;
  if (kind === 'exact' || kind === 'not-applicable') return [];
  const { endpoint, service } = origin;
  const at = decidingPlace(endpoint);
  const row = { target: name, endpoint: writtenText(endpoint), service: service.name };
  return [{ ...row, kind, reason, at }];
}

function keyOf({ target, endpoint, service, kind }: EnforcedRow): string {
  return JSON.stringify([target, endpoint, service, kind]);
}

function compareRows(a: EnforcedRow, b: EnforcedRow): number {
  return firstDifference(
    compareText(a.endpoint, b.endpoint),
    compareText(a.service, b.service),
    compareText(a.target, b.target),
    compareText(a.kind, b.kind),
  );
}
