import { type JoinedFinding, joinFindings } from '../../review/findings/join.ts';
import { type Annotation, annotationsText } from '../page/annotations.ts';
import { levelOf } from '../page/words.ts';
import type { LintAnswer } from './answer.ts';
import { isAccepted, jointSentence, ratingOf } from './words.ts';

/** Findings as annotations, highest severity first, without accepted findings. */
export function lintGithub({ findings }: LintAnswer): string {
  return annotationsText(
    joinFindings(findings)
      .filter((finding) => !isAccepted(finding))
      .map(findingAnnotation),
  );
}

/** One finding as an annotation: an error if it is high or critical, a warning if it is medium, else a notice. */
export function findingAnnotation(finding: JoinedFinding): Annotation {
  const { rule, severity, help, at } = finding;
  const level = levelOf(severity);
  return {
    level: level === 'note' ? 'notice' : level,
    at,
    title: `${rule} (${ratingOf(severity)})`,
    lines: [jointSentence(finding), `help: ${help}`],
  };
}
