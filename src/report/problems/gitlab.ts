import type { Problem } from '../../problem.ts';
import { type QualityIssue, qualityReport } from '../page/gitlab.ts';
import { type ProblemsAnswer, shownOf } from './answer.ts';

/** Problems as a Code Quality report. */
export function problemsGitlab({ problems }: Pick<ProblemsAnswer, 'problems'>): string {
  return qualityReport(problemIssues(problems));
}

/** Problems as issues of a Code Quality report. */
export function problemIssues(problems: readonly Problem[]): QualityIssue[] {
  return shownOf(problems).shown.map(({ rule, message, help, at }) => ({
    rule,
    subject: message,
    description: `${message}; help: ${help}`,
    severity: 'blocker',
    at,
  }));
}
