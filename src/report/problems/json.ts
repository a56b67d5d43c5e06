import { jsonText } from '../page/json.ts';
import { type ProblemsAnswer, shownOf } from './answer.ts';

/** The JSON report of `validate`; schema/report.schema.json describes it. */
export function problemsJson({ problems }: Pick<ProblemsAnswer, 'problems'>): string {
  const { shown, more } = shownOf(problems);
  const report = {
    schemaVersion: 1,
    valid: problems.length === 0,
    problems: shown.map(({ rule, message, help, at: { file, line, column, length } }) => {
      return { rule, message, help, file, line, column, length };
    }),
    more,
  };
  return jsonText(report);
}
