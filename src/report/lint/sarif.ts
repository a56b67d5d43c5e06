import { rulePage } from '../../page/addresses.ts';
import { type JoinedFinding, joinFindings } from '../../review/findings/join.ts';
import { ruleInfo } from '../../review/findings/registry.ts';
import { type SarifResult, sarifLog } from '../page/sarif.ts';
import { levelOf } from '../page/words.ts';
import type { LintAnswer } from './answer.ts';
import { acceptedText, firstOf, isAccepted, jointSentence } from './words.ts';

/** Findings as a SARIF log. Accepted findings are left out, or marked as suppressed if they are wanted. */
export function lintSarif({ findings, spec, version, suppressed }: LintAnswer): string {
  return sarifLog(
    { analysis: 'portolan-lint', spec, version, suppressed },
    joinFindings(findings).map(findingResult),
  );
}

/** One finding as a SARIF result. A joined one has several locations: only a change at all of them removes it. */
export function findingResult(finding: JoinedFinding): SarifResult {
  const { rule, severity, subject, at } = finding;
  const [, ...others] = firstOf(finding).first;
  return {
    rule: { ...ruleInfo(rule), page: rulePage(rule) },
    level: levelOf(severity),
    message: jointSentence(finding),
    at,
    others: others.map((other) => other.at),
    subject,
    related: [],
    accepted: isAccepted(finding) ? acceptedText(finding) : null,
  };
}
