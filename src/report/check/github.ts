import { type Annotation, annotationsText } from '../page/annotations.ts';
import { staleText } from '../page/words.ts';
import type { CheckAnswer, CheckedFile } from './answer.ts';
import { driftSentence, stateWords } from './text.ts';

/** Each file that is not up to date as an annotation, and one notice with the total. */
export function checkGithub({ files, stale }: CheckAnswer): string {
  const drifted = files.filter(({ state }) => state !== 'current');
  const total: Annotation = {
    level: 'notice',
    at: null,
    title: 'check',
    lines: [driftSentence(files)],
  };
  return annotationsText([
    ...stale.map((each): Annotation => {
      return { level: 'error', at: null, title: each.site, lines: [staleText(each)] };
    }),
    ...drifted.map(fileAnnotation),
    ...(drifted.length === 0 ? [] : [total]),
  ]);
}

function fileAnnotation({ path, state, command }: CheckedFile): Annotation {
  return {
    level: 'error',
    at: { file: path, line: 1 },
    title: stateWords[state],
    lines: [`${path} is ${stateWords[state]}`, ...(command === null ? [] : [`help: ${command}`])],
  };
}
