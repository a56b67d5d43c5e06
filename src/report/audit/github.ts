import { coveredIn, type RowSide } from '../../audit/report.ts';
import { type Annotation, annotationsText } from '../page/annotations.ts';
import type { AuditAnswer } from './answer.ts';
import {
  anchorOf,
  coveredHelp,
  digestHelp,
  digestText,
  rowPlace,
  rowsOfExtra,
  subjectText,
} from './words.ts';

/** What differs as annotations: errors for what fails the run, warnings for what else is extra. Remarks are left out. */
export function auditGithub(answer: AuditAnswer): string {
  return annotationsText([
    ...missingAnnotations(answer),
    ...coveredAnnotations(answer),
    ...tierAnnotations(answer),
    ...digestAnnotations(answer),
    ...extraAnnotations(answer),
  ]);
}

function missingAnnotations(answer: AuditAnswer): Annotation[] {
  return answer.report.missing.map(({ subject, ports, message, help, rows }) => ({
    level: 'error',
    at: rows[0] === undefined ? answer.listedAt : anchorOf(answer, rows[0]),
    title: `missing: ${subjectText(subject, ports)}`,
    lines: [message, ...rowLines(answer, rows), `help: ${help}`],
  }));
}

function coveredAnnotations(answer: AuditAnswer): Annotation[] {
  return coveredIn(answer.report).map(({ subject, ports, message, rows }) => ({
    level: 'error',
    at: rows[0] === undefined ? answer.listedAt : anchorOf(answer, rows[0]),
    title: `covered by a wider entry: ${subjectText(subject, ports)}`,
    lines: [message, ...rowLines(answer, rows), `help: ${coveredHelp}`],
  }));
}

function tierAnnotations(answer: AuditAnswer): Annotation[] {
  return answer.report.tiers.map(({ subject, ports, message, help, rows, endpoint }) => ({
    level: 'error',
    at: endpoint.at,
    title: `in another tier: ${subjectText(subject, ports)}`,
    lines: [message, ...rowLines(answer, rows), `help: ${help}`],
  }));
}

function digestAnnotations(answer: AuditAnswer): Annotation[] {
  const { report, document } = answer;
  const { digest } = report;
  if (digest === undefined) return [];
  const lines = [digestText(digest, document), `help: ${digestHelp(digest, answer)}`];
  return [{ level: 'error', at: digest.at, title: 'another sha256', lines }];
}

function extraAnnotations(answer: AuditAnswer): Annotation[] {
  return answer.report.extra.map((extra) => ({
    level: extra.kind === 'wider' ? 'error' : 'warning',
    at: extra.endpoint.at,
    title: `extra: ${subjectText(extra.endpoint.written, extra.ports)}`,
    lines: [extra.message, ...rowLines(answer, rowsOfExtra(extra)), `help: ${extra.help}`],
  }));
}

function rowLines({ document }: AuditAnswer, rows: readonly RowSide[]): string[] {
  return rows.slice(0, 1).map((row) => `${rowPlace(document, row)} ${row.words}`);
}
