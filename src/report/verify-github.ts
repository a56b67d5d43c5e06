import type { VerifyReport } from '../review/verify/report.ts';
import { type Annotation, annotationsText } from './github.ts';
import { type Failed, failuresOf, whatFailed } from './verify.ts';

/** Every failure as an annotation at the line of the output that decides, else at the line of the spec that asks. */
export function verifyGithub(report: VerifyReport, out: string): string {
  return annotationsText(failuresOf(report).map((failed) => failureAnnotation(failed, out)));
}

function failureAnnotation({ site, target, failure }: Failed, out: string): Annotation {
  const { decidedBy, origin, check } = failure;
  const file = decidedBy && `${out}/${site}/${decidedBy.file}`;
  const asked = origin && `spec: ${origin.file}:${origin.line}:${origin.column}`;
  return {
    level: 'error',
    at: decidedBy === null || file === null ? origin : { file, line: decidedBy.line },
    title: `${site} ${target}`,
    lines: [whatFailed(failure), `check: ${check}`, ...(asked === null ? [] : [asked])],
  };
}
