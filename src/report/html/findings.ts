import type { PageFinding } from '../../page/data.ts';
import { formatPlace } from '../../problem.ts';
import { compareFindings, type Finding } from '../../review/findings/finding.ts';
import { type JoinedFinding, joinFindings } from '../../review/findings/join.ts';
import { wordOf } from '../../review/rules/kit/rule-info.ts';
import { acceptedText, isAccepted, jointSentence } from '../lint/words.ts';

/** Findings, the highest severity first, those of one list or domain as one; accepted ones are last. */
export function pageFindings(findings: readonly Finding[]): PageFinding[] {
  const joined = joinFindings([...findings].sort(compareFindings)).map(pageFinding);
  return [
    ...joined.filter(({ accepted }) => accepted === null),
    ...joined.filter(({ accepted }) => accepted !== null),
  ];
}

function pageFinding(finding: JoinedFinding): PageFinding {
  const { rule, severity, help, at, scope, outputs = [], members } = finding;
  const places = [...new Set(members.map((member) => formatPlace(member.at)))];
  return {
    rule,
    severity: wordOf(severity),
    score: severity.toFixed(1),
    message: jointSentence(finding),
    help,
    place: formatPlace(at),
    places: places.length === 1 ? [] : places,
    group: scope.group ?? null,
    outputs: [...new Set([...outputs.map(({ target }) => target), ...(scope.targets ?? [])])],
    accepted: isAccepted(finding) ? acceptedText(finding) : null,
  };
}
