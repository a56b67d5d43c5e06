import { joinFindings } from '../../review/findings/join.ts';
import { wordOf } from '../../review/rules/kit/rule-info.ts';
import { qualityReport } from '../page/gitlab.ts';
import type { LintAnswer } from './answer.ts';
import { isAccepted, jointSentence } from './words.ts';

const severities = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
} as const;

/** Findings as a Code Quality report, highest severity first, without accepted findings. */
export function lintGitlab({ findings }: LintAnswer): string {
  const open = joinFindings(findings).filter((finding) => !isAccepted(finding));
  return qualityReport(
    open.map((finding) => ({
      rule: finding.rule,
      subject: finding.subject,
      description: `${jointSentence(finding)}; help: ${finding.help}`,
      severity: severities[wordOf(finding.severity)],
      at: finding.at,
    })),
  );
}
