import { type Finding, sentenceOf } from '../../review/findings/finding.ts';
import { ruleInfo } from '../../review/findings/registry.ts';
import { type SarifResult, sarifLog } from '../page/sarif.ts';
import { levelOf } from '../page/words.ts';
import type { LintAnswer } from './answer.ts';
import { acceptanceOf } from './words.ts';

/** Findings as a SARIF log. Accepted findings are marked as suppressed. */
export function lintSarif({ findings, spec, version }: LintAnswer): string {
  return sarifLog({ analysis: 'portolan-lint', spec, version }, findings.map(findingResult));
}

/** One finding as a SARIF result. */
export function findingResult(finding: Finding): SarifResult {
  const { rule, severity, subject, at, exception } = finding;
  return {
    rule: ruleInfo(rule),
    level: levelOf(severity),
    message: sentenceOf(finding),
    at,
    subject,
    related: [],
    accepted: exception === null ? null : acceptanceOf(exception),
  };
}
