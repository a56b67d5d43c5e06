import { qualityReport } from '../page/gitlab.ts';
import { type ProblemsAnswer, shownOf } from './answer.ts';

/** Problems as a Code Quality report. */
export function problemsGitlab({ problems }: Pick<ProblemsAnswer, 'problems'>): string {
  return qualityReport(
    shownOf(problems).shown.map(({ rule, message, help, at }) => ({
      rule,
      subject: message,
      description: `${message}; help: ${help}`,
      severity: 'blocker',
      at,
    })),
  );
}
