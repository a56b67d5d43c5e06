import type { Gain } from '../../review/diff/change.ts';
import { type AtSite, severityOf } from '../../review/diff/order.ts';
import { severityWords, wordOf } from '../../review/rules/kit/rule-info.ts';

/** From this severity on access is severe. */
export const high = severityWords.find(([word]) => word === 'high')?.[1] ?? 0;

/** How many additions have each severity, highest first: `1 critical, 6 high`. Empty if none has a finding. */
export function severityCounts(gains: readonly AtSite<Gain>[]): string {
  const words = gains.map(({ change }) => severityWordOf(change));
  return severityWords
    .map(([word]) => [words.filter((each) => each === word).length, word] as const)
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(', ');
}

/** The severity of added access in a word; undefined without an open finding. */
export function severityWordOf(gain: Gain): ReturnType<typeof wordOf> | undefined {
  const severity = severityOf(gain);
  return severity === 0 ? undefined : wordOf(severity);
}
