import { type Finding, sentenceOf } from '../review/findings/finding.ts';
import { ruleInfo } from '../review/findings/registry.ts';
import { acceptanceOf } from './lint-words.ts';
import { levelOf, type SarifResult, type SarifRun, sarifLog } from './sarif.ts';

/** Findings as a SARIF log; those that an exception accepts are in it, suppressed. */
export function lintSarif(
  findings: readonly Finding[],
  run: Pick<SarifRun, 'spec' | 'version'>,
): string {
  return sarifLog({ ...run, analysis: 'portolan-lint' }, findings.map(findingResult));
}

/** One finding. */
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
