import { failureSentence, type VerifyReport } from '../../review/verify/report.ts';
import { type Annotation, annotationsText } from '../page/annotations.ts';
import { staleText } from '../page/words.ts';
import type { VerifyAnswer } from './answer.ts';
import { type Failed, failuresOf, unknownWords } from './words.ts';

/** Every failure as an annotation at the line of the output that decides, else at the line of the spec that requires it. */
export function verifyGithub({ report, out }: VerifyAnswer): string {
  const { stale, unknown } = report.folder;
  return annotationsText([
    ...stale.map((each) => staleAnnotation(each, out)),
    ...unknown.map(unknownAnnotation),
    ...failuresOf(report).map((failed) => failureAnnotation(failed, out)),
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

function failureAnnotation({ site, target, failure }: Failed, out: string): Annotation {
  const { decidedBy, origin } = failure;
  const file = decidedBy && `${out}/${site}/${decidedBy.file}`;
  const asked = origin && `spec: ${origin.file}:${origin.line}:${origin.column}`;
  return {
    level: 'error',
    at: decidedBy === null || file === null ? origin : { file, line: decidedBy.line },
    title: `${site} ${target}`,
    lines: [failureSentence(failure), ...(asked === null ? [] : [asked])],
  };
}
