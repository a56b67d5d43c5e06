import { type Annotation, annotationsText } from '../page/annotations.ts';
import { problemsGithub } from '../problems/github.ts';
import { type FixedAnswer, fixesOf, fixText } from './fixed-answer.ts';

/** A notice for each fix, and the annotations of the problems that remain. */
export function fixedGithub({ files, written, problems }: FixedAnswer): string {
  const title = written ? 'fixed' : 'fixable';
  const notices = fixesOf(files).map(
    (fix): Annotation => ({ level: 'notice', at: fix, title, lines: [fixText(fix)] }),
  );
  return annotationsText(notices) + problemsGithub({ problems });
}
