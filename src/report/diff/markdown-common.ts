import type { Gain } from '../../review/diff/change.ts';
import { high } from './severities.ts';

/** Fewer rows can say it themselves. */
const fewest = 5;

/** The rules with a finding about more than half of the additions, and about how many: said once, not in each row. */
export function commonRules(gains: readonly Gain[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { findings } of gains) {
    const lower = findings.filter(
      ({ severity, exception }) => exception === null && severity < high,
    );
    for (const rule of new Set(lower.map((finding) => finding.rule)))
      counts.set(rule, (counts.get(rule) ?? 0) + 1);
    // A rule can be more severe in one case, which its row must say.
    for (const { rule, severity } of findings)
      if (severity >= high) counts.set(rule, Number.NEGATIVE_INFINITY);
  }
  const least = Math.max(fewest, Math.floor(gains.length / 2) + 1);
  return new Map([...counts].filter(([, number]) => number >= least).sort(([, a], [, b]) => b - a));
}

/** Says once what most rows have in common. */
export function commonText(common: ReadonlyMap<string, number>, all: number): string[] {
  if (common.size === 0) return [];
  const rules = [...common].map(([rule, number]) => `${rule} (${number === all ? 'all' : number})`);
  return [`Not repeated in the rows: ${rules.join(', ')}.`];
}
