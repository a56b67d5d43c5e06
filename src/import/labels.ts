import type { DocumentRow } from '../documents/document.ts';
import { getOrAdd } from '../maps.ts';
import { compareText } from '../net/order.ts';

/** How many rows have each value of each label. */
export type LabelCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Counts the labels that `--where` can select by. */
export function countLabels(rows: readonly DocumentRow[]): LabelCounts {
  const counts = new Map<string, Map<string, number>>();
  for (const { labels } of rows) {
    for (const [label, values] of labels) {
      const known = getOrAdd(counts, label, () => new Map<string, number>());
      for (const value of new Set(values)) known.set(value, (known.get(value) ?? 0) + 1);
    }
  }
  return counts;
}

/** A label as `--labels` shows it. */
export type LabelSummary = {
  readonly label: string;
  /** How many values it has. */
  readonly values: number;
  /** Its first values in order, each with the number of rows that have it. */
  readonly first: readonly { readonly value: string; readonly rows: number }[];
};

const mostShown = 10;

/** The labels of a document in order, with their first values. */
export function summarizeLabels(rows: readonly DocumentRow[]): LabelSummary[] {
  return [...countLabels(rows)]
    .sort(([one], [other]) => compareText(one, other))
    .map(([label, values]) => ({
      label,
      values: values.size,
      first: [...values]
        .sort(([one], [other]) => compareText(one, other))
        .slice(0, mostShown)
        .map(([value, count]) => ({ value, rows: count })),
    }));
}
