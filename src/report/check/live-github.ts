import type { LiveReport } from '../../review/live/compare.ts';
import { type Annotation, annotationsText } from '../page/annotations.ts';
import { liveEntries } from './live-entries.ts';
import { liveHeadline, statementText } from './live-words.ts';

/** Each difference as an annotation, notes and the verdict as notices. Dumps are in no repository, so none has a line. */
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
    ...report.notes.map((note): Annotation => {
      return { level: 'notice', at: null, title: 'note', lines: [statementText(note)] };
    }),
    verdict,
  ]);
}
