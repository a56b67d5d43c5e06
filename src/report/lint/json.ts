import type { Exception } from '../../language/exceptions/types.ts';
import { type Finding, sentenceOf } from '../../review/findings/finding.ts';
import { jsonText, placeJson } from '../page/json.ts';
import type { LintAnswer } from './answer.ts';

/** The JSON report of `lint`. schema/report.schema.json describes it. */
export function lintJson({ findings }: LintAnswer): string {
  const report = {
    schemaVersion: 1,
    findings: findings.map(findingJson),
  };
  return jsonText(report);
}

/** A finding as every JSON report contains it. */
export function findingJson(finding: Finding): unknown {
  const { rule, severity, help, subject, exception } = finding;
  return {
    rule,
    severity,
    subject,
    message: sentenceOf(finding),
    help,
    ...placeJson(finding.at),
    exception: exception === null ? null : exceptionJson(exception),
  };
}

function exceptionJson({ place, untilPlace: _, ...words }: Exception) {
  return { ...words, ...placeJson(place) };
}
