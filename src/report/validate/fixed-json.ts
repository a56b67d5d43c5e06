import { problemsJson } from '../problems/json.ts';
import { type FixedAnswer, fixesOf } from './fixed-answer.ts';

/** The report of `validate` with the fixes; schema/report.schema.json describes it. */
export function fixedJson({ files, written, problems }: FixedAnswer): string {
  const fixes = fixesOf(files).map(({ file, line, column, length, old, new: text }) => {
    return { file, line, column, length, old, new: text };
  });
  return problemsJson({ problems, fixed: { fixes, written } });
}
