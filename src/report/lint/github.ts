import { type Finding, sentenceOf } from '../../review/findings/finding.ts';
import { type Annotation, annotationsText } from '../page/annotations.ts';
import { levelOf } from '../page/words.ts';
import type { LintAnswer } from './answer.ts';
import { isAccepted, ratingOf } from './words.ts';

/** Findings as annotations, highest severity first, without accepted findings. */
export function lintGithub({ findings }: LintAnswer): string {
  return annotationsText(findings.filter((finding) => !isAccepted(finding)).map(findingAnnotation));
}

/** One finding as an annotation: an error if it is high or critical, a warning if it is medium, else a notice. */
export function findingAnnotation(finding: Finding): Annotation {
  const { rule, severity, help, at } = finding;
  const level = levelOf(severity);
  return {
    level: level === 'note' ? 'notice' : level,
    at,
    title: `${rule} (${ratingOf(severity)})`,
    lines: [sentenceOf(finding), `help: ${help}`],
  };
}
