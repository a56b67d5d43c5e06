import type { Exception } from '../../language/exceptions/types.ts';
import { type JoinedFinding, joinFindings } from '../../review/findings/join.ts';
import { jsonText, placeJson } from '../page/json.ts';
import type { LintAnswer } from './answer.ts';
import { jointSentence } from './words.ts';

/** The JSON report of `lint`. schema/report.schema.json describes it. */
export function lintJson({ findings }: LintAnswer): string {
  const report = {
    schemaVersion: 1,
    findings: joinFindings(findings).map(findingJson),
  };
  return jsonText(report);
}

/** A finding as every JSON report contains it. */
export function findingJson(finding: JoinedFinding): unknown {
  const { rule, severity, help, subject, exception, accepts } = finding;
  return {
    rule,
    severity,
    subject,
    message: jointSentence(finding),
    help,
    ...placeJson(finding.at),
    exception: exception === null ? null : exceptionJson(exception, accepts),
    ...jointJson(finding),
  };
}

/** Of a joined finding: what its endpoints have in common, their number, and each of them. */
function jointJson({ of, members }: JoinedFinding) {
  if (of === null) return {};
  return {
    ...(of.kind === 'list' ? { list: of.name } : { domain: of.name, group: of.group }),
    count: members.length,
    places: members.map(({ subject, message, at }) => ({ subject, message, ...placeJson(at) })),
  };
}

function exceptionJson(exception: Exception, accepts: number) {
  const { rule, kind, subject, reason, ticket, approvedBy, until, place } = exception;
  const number = kind === 'endpoint' ? {} : { accepts };
  const words = { rule, [kind]: subject, reason, ticket, approvedBy, until };
  return { ...words, ...number, ...placeJson(place) };
}
