/** The fixed facts of a rule. */
export type RuleInfo = {
  /** The stable id, which is the name of the rule's file. Reports print it, and exceptions refer to it. */
  readonly id: string;
  /** From 0.1 to 10. It is fixed, because scripts compare with it. */
  readonly severity: number;
  /** What is found, in a few words. */
  readonly title: string;
  /** Why it is a risk, in one to three sentences. */
  readonly why: string;
  /** The fix, as an imperative sentence without its full stop. */
  readonly remedy: string;
};

/** The word for a severity, by the rating scale of CVSS 3.1. */
export type SeverityWord = 'critical' | 'high' | 'medium' | 'low';

/** The lowest severity of each word, highest first. */
export const severityWords: readonly (readonly [SeverityWord, number])[] = [
  ['critical', 9],
  ['high', 7],
  ['medium', 4],
  ['low', 0.1],
];

/** The word for a severity number. */
export function wordOf(severity: number): SeverityWord {
  return severityWords.find(([, from]) => severity >= from)?.[0] ?? 'low';
}
