import { type Finding, sentenceOf } from '../../review/findings/finding.ts';
import { type Annotation, annotationsText } from '../page/annotations.ts';
import { levelOf } from '../page/words.ts';
import type { LintAnswer } from './answer.ts';
import { isAccepted, ratingOf } from './words.ts';

/** Findings as annotations, the gravest first; what is accepted is none. */
export function lintGithub({ findings }: LintAnswer): string {
  return annotationsText(findings.filter((finding) => !isAccepted(finding)).map(findingAnnotation));
}

/** One finding: an error when it is high or critical, a warning when it is medium. */
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
