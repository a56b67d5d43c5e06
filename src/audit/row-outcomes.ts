import { getOrAdd } from '../maps.ts';
import type { NamedPart } from './naming.ts';
import type { Lack } from './nearest.ts';
import type { Opened } from './opened.ts';
import type { RowOutcome } from './unnamed-rows.ts';

/** What rows lack, each destination once with all rows that name it. */
export function lacksOf(outcomes: readonly RowOutcome[]): Lack[] {
  const merged = new Map<string, Lack>();
  for (const lack of outcomes.flatMap(({ missing }) => missing)) {
    const { kind, subject, message } = lack.finding;
    const key = kind === 'absent' ? subject : `${subject} ${message}`;
    const known = merged.get(key);
    const rows = [...(known?.finding.rows ?? []), ...lack.finding.rows];
    merged.set(key, { ...(known ?? lack), finding: { ...(known ?? lack).finding, rows } });
  }
  return [...merged.values()];
}

/** The endpoints that allow more than what rows name, with these rows. */
export function coveringIn(outcomes: readonly RowOutcome[]): ReadonlyMap<Opened, NamedPart[]> {
  const all = new Map<Opened, NamedPart[]>();
  for (const { opened, part } of outcomes.flatMap(({ covering }) => covering))
    getOrAdd(all, opened, () => []).push(part);
  return all;
}

/** How many destinations rows without ports name that the spec does not have exactly so. */
export function countOf(outcomes: readonly RowOutcome[], lacks: readonly Lack[]): number {
  const covered = outcomes.flatMap(({ remarks }) =>
    remarks.flatMap(({ kind, subject }) => (kind === 'covered' ? [subject] : [])),
  );
  const absent = lacks.filter(({ finding }) => finding.kind === 'absent');
  return new Set(covered).size + absent.length;
}
