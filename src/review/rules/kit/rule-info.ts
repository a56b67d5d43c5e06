/** What is known of a rule before it finds anything. */
export type RuleInfo = {
  /** The stable id: the name of the rule's file. Reports print it, and exceptions name it. */
  readonly id: string;
  /** From 0.1 to 10, fixed; scripts compare with it. */
  readonly severity: number;
  /** What is found, in a few words. */
  readonly title: string;
  /** Why it is raised; one or two sentences. */
  readonly why: string;
  /** The way out, as an imperative sentence. */
  readonly remedy: string;
};

/** The word for a severity, as the rating scale of CVSS 3.1 cuts it. */
export type SeverityWord = 'critical' | 'high' | 'medium' | 'low';

/** Where each word of the scale begins, the highest first. */
export const severityWords: readonly (readonly [SeverityWord, number])[] = [
  ['critical', 9],
  ['high', 7],
  ['medium', 4],
  ['low', 0.1],
];

/** The word that a severity falls under. */
export function wordOf(severity: number): SeverityWord {
  return severityWords.find(([, from]) => severity >= from)?.[0] ?? 'low';
}
