import { jsonText } from '../page/json.ts';
import type { ShownFix } from '../validate/fixed-answer.ts';
import { type ProblemsAnswer, shownOf } from './answer.ts';

/** What `validate --fix` adds to the report. */
type FixedJson = {
  readonly fixes: readonly ShownFix[];
  /** Whether the fixes are in the files. */
  readonly written: boolean;
};

/** The JSON report of `validate`; schema/report.schema.json describes it. */
export function problemsJson({
  problems,
  fixed,
}: Pick<ProblemsAnswer, 'problems'> & { readonly fixed?: FixedJson }): string {
  const { shown, more } = shownOf(problems);
  const report = {
    schemaVersion: 1,
    valid: problems.length === 0 && isOnDisk(fixed),
    problems: shown.map(({ rule, message, help, at: { file, line, column, length } }) => {
      return { rule, message, help, file, line, column, length };
    }),
    more,
    ...fixed,
  };
  return jsonText(report);
}

/** Whether the reported spec is the one on the disk. */
function isOnDisk(fixed: FixedJson | undefined): boolean {
  return fixed === undefined || fixed.written || fixed.fixes.length === 0;
}
