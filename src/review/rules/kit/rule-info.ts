/** Every finding that the review knows, by its stable id. */
export const ruleIds = [
  'any-destination',
  'public-suffix-wildcard',
  'metadata-address',
  'shared-tenant-wildcard',
  'internationalised-host',
  'output-empties',
  'broad-port-range',
  'inner-opened',
  'private-address',
  'required-not-expressible',
  'gained-without-reason',
  'any-resolver',
  'expired',
  'family-unfiltered',
  'cleartext',
  'application-port-mismatch',
  'mass-removal',
  'scheme-port-mismatch',
  'stale-rule-counts',
  'inspection-bypass',
  'app-id-shift',
  'enforced-wider',
  'not-expressible',
  'partial-label-wildcard',
  'resolver-bypasses-dnsmasq',
  'third-party-domain',
  'unknown-tld',
  'provenance-missing',
  'list-cut-off',
  'unresolved-requirement',
  'duplicate-or-covered',
] as const;

export type RuleId = (typeof ruleIds)[number];

/** What is known of a finding before it is found. */
export type RuleFacts = {
  readonly id: RuleId;
  /** From 0 to 10, fixed; scripts compare with it. */
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
