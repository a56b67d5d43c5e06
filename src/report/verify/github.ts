import type { FailedFlow } from '../../review/verify/failed-flows.ts';
import { failureSentence, type VerifyReport } from '../../review/verify/report.ts';
import { type Annotation, annotationsText } from '../page/annotations.ts';
import { count, staleText } from '../page/words.ts';
import type { VerifyAnswer } from './answer.ts';
import { flowsOf, outputsTitle, unknownWords } from './words.ts';

/** Every failed test and flow as an annotation at the line of the output that decides, else at the line of the spec that requires it. */
export function verifyGithub({ report, out }: VerifyAnswer): string {
  const { stale, unknown } = report.folder;
  return annotationsText([
    ...stale.map((each) => staleAnnotation(each, out)),
    ...unknown.map(unknownAnnotation),
    ...flowsOf(report).map((failed) => failureAnnotation(failed, out)),
    ...totalOf(report),
  ]);
}

type Folder = VerifyReport['folder'];

function staleAnnotation(stale: Folder['stale'][number], out: string): Annotation {
  return {
    level: 'error',
    at: { file: `${out}/${stale.site}/manifest.json`, line: 1 },
    title: stale.site,
    lines: [staleText(stale)],
  };
}

function unknownAnnotation({ path, command }: Folder['unknown'][number]): Annotation {
  return {
    level: 'error',
    at: { file: path, line: 1 },
    title: 'unknown file',
    lines: [unknownWords, `help: ${command}`],
  };
}

/** GitHub shows ten annotations of a level, so the total is one of its own. */
function totalOf({ checked, failed }: VerifyReport): Annotation[] {
  const lines = [`${failed} of ${count(checked, 'check')} failed`];
  return failed === 0 ? [] : [{ level: 'notice', at: null, title: 'verify', lines }];
}

/** A test and flow with all outputs that fail it. */
function failureAnnotation(failed: FailedFlow, out: string): Annotation {
  const { outputs, origin } = failed;
  const [first] = outputs;
  const asked = origin && `spec: ${origin.file}:${origin.line}:${origin.column}`;
  const line = first?.decidedBy ?? null;
  const at =
    line === null || first === undefined
      ? origin
      : { file: `${out}/${first.site}/${line.file}`, line: line.line };
  return {
    level: 'error',
    at,
    title: outputsTitle(outputs),
    lines: [failureSentence({ ...failed, decidedBy: line }), ...(asked === null ? [] : [asked])],
  };
}
