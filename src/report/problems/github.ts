import type { Problem } from '../../problem.ts';
import { type Annotation, annotationsText } from '../page/annotations.ts';
import { moreText, type ProblemsAnswer, shownOf } from './answer.ts';

/** Problems as annotations. */
export function problemsGithub({ problems }: Pick<ProblemsAnswer, 'problems'>): string {
  const { shown, more } = shownOf(problems);
  const rest: Annotation[] =
    more > 0 ? [{ level: 'error', at: null, title: 'portolan', lines: [moreText] }] : [];
  return annotationsText([...shown.map(problemAnnotation), ...rest]);
}

function problemAnnotation({ rule, message, help, at }: Problem): Annotation {
  return { level: 'error', at, title: rule, lines: [message, `help: ${help}`] };
}
