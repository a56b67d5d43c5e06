import { visible } from '../../characters.ts';
import { sha256 } from '../../policy/digest.ts';
import type { Place } from '../../problem.ts';
import { jsonText } from './json.ts';

/** An entry of a Code Quality report, which GitLab shows in a merge request. */
export type QualityIssue = {
  readonly rule: string;
  /** The subject as the spec writes it. With the rule it identifies the issue independently of its line. */
  readonly subject: string;
  readonly description: string;
  readonly severity: 'blocker' | 'critical' | 'major' | 'minor' | 'info';
  readonly at: Place;
};

/** A Code Quality report of GitLab. Its fingerprints are unique, because GitLab shows only one issue of each. */
export function qualityReport(issues: readonly QualityIssue[]): string {
  const counts = new Map<string, number>();
  return jsonText(
    issues.map(({ rule, subject, description, severity, at }) => {
      const key = JSON.stringify([rule, at.file, subject]);
      const number = (counts.get(key) ?? 0) + 1;
      counts.set(key, number);
      return {
        description: visible(description),
        check_name: rule,
        fingerprint: sha256(JSON.stringify([key, number])),
        severity,
        location: { path: at.file, lines: { begin: at.line } },
      };
    }),
  );
}
