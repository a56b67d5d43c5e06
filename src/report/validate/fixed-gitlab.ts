import { type QualityIssue, qualityReport } from '../page/gitlab.ts';
import { problemIssues } from '../problems/gitlab.ts';
import { type FixedAnswer, fixesOf, fixText, type ShownFix } from './fixed-answer.ts';

/** The problems that are in the files: what was fixed is no issue, and what would be is one. */
export function fixedGitlab({ files, written, problems }: FixedAnswer): string {
  const fixable = written ? [] : fixesOf(files).map(fixIssue);
  return qualityReport([...fixable, ...problemIssues(problems)]);
}

function fixIssue(fix: ShownFix): QualityIssue {
  const text = fixText(fix);
  return {
    rule: 'fixable',
    subject: text,
    description: `${text}; help: run "portolan validate --fix"`,
    severity: 'blocker',
    at: fix,
  };
}
