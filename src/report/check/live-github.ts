import type { LiveReport } from '../../review/live/compare.ts';
import { type Annotation, annotationsText } from '../page/annotations.ts';
import { liveEntries } from './live-entries.ts';
import { liveHeadline } from './live-words.ts';

/** Each difference as an annotation, and one notice with the verdict. Dumps are in no repository, so none has a line. */
export function liveGithub(report: LiveReport): string {
  const verdict: Annotation = {
    level: 'notice',
    at: null,
    title: 'check --live',
    lines: [liveHeadline(report)],
  };
  return annotationsText([
    ...liveEntries(report).map(({ title, text }): Annotation => {
      return { level: 'error', at: null, title, lines: [text] };
    }),
    verdict,
  ]);
}
