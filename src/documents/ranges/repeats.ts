import { formatDestination } from '../../net/destination.ts';
import type { DocumentRow, Labels } from '../document.ts';
import { quote } from '../kit/secrets.ts';

/** Warns if networks are repeated under several values of a label: then one value can contain the networks of others. */
export function repeatWarnings(rows: readonly DocumentRow[]): string[] {
  const first = new Map<string, Labels>();
  const counts = new Map<string, number>();
  for (const { verdict, labels } of rows) {
    if (verdict.kind !== 'facts') continue;
    const key = verdict.facts.map(({ destination }) => formatDestination(destination)).join();
    const before = first.get(key);
    if (before === undefined) first.set(key, labels);
    else
      for (const label of changed(before, labels)) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const [[label, count] = ['', 0]] = [...counts].sort(([, a], [, b]) => b - a);
  if (count === 0) return [];
  return [
    `Rows that repeat a network under another value of ${quote(label)}: ${count}. So one value can contain the networks of others.`,
  ];
}

/** The labels whose values differ. A number counts something; nobody filters by it. */
function changed(before: Labels, labels: Labels): string[] {
  if (before === labels) return [];
  return [...labels]
    .filter(([, [value = '']]) => !/^[0-9]+$/.test(value))
    .filter(([key, values]) => !areEqual(before.get(key) ?? [], values))
    .map(([key]) => key);
}

/** How much of values is compared: rows that share long ones would be compared in quadratic time. */
const mostCompared = 100;

function areEqual(some: readonly string[], others: readonly string[]): boolean {
  if (some === others) return true;
  if (some.length !== others.length) return false;
  return some
    .slice(0, mostCompared)
    .every(
      (value, index) => value.slice(0, mostCompared) === others[index]?.slice(0, mostCompared),
    );
}
