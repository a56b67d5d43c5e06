import {
  type AuditRemark,
  coveredIn,
  type ExtraFinding,
  type MissingFinding,
  type RowSide,
  type SpecSide,
  type TierFinding,
} from '../../audit/report.ts';
import { withoutCommands } from '../../characters.ts';
import { formatPlace } from '../../problem.ts';
import type { Paint } from '../page/paint.ts';
import { wrap } from '../page/wrap.ts';
import type { AuditAnswer } from './answer.ts';
import {
  auditNotes,
  auditSentence,
  coveredHelp,
  digestHelp,
  digestText,
  remarkParts,
  remarksByKind,
  rowPlace,
  rowsOfExtra,
  subjectText,
} from './words.ts';

/**
 * What differs as text, the worst first: what is missing or only covered, tiers, the digest, what is extra. Remarks come last, then a
 * summary with counts.
 */
export function auditText(answer: AuditAnswer, paint: Paint): string {
  const { report, document } = answer;
  const blocks = [
    ...section(
      'missing in the spec',
      report.missing.map((each) => missingLines(each, document)),
      paint,
      paint.red,
    ),
    ...section(
      'covered by a wider entry alone',
      coveredIn(report).map((each) => coveredLines(each, document)),
      paint,
      paint.red,
    ),
    ...section(
      'in another tier',
      report.tiers.map((each) => tierLines(each, document)),
      paint,
      paint.red,
    ),
    ...digestBlocks(answer, paint),
    ...section(
      'extra in the spec',
      report.extra.map((each) => extraLines(each, document)),
      paint,
      paint.bold,
    ),
    ...remarksByKind(report).map(([title, remarks]) => {
      const items = remarks.map((remark) =>
        wrap(`${rowsText(remark.rows, document)} ${remarkParts(remark).join(': ')}`, 2),
      );
      return [title, ...shown(items, mostRemarks)].map(paint.dim).join('\n');
    }),
    ...auditNotes(answer).map((warning) => wrap(`note: ${warning}`, 0).join('\n')),
    wrap(auditSentence(answer), 0).join('\n'),
  ];
  return `${withoutCommands(blocks.join('\n\n'))}\n`;
}

/** The most findings and remarks of a kind that are shown. The rest is counted, to keep the report readable. */
const mostFindings = 100;
const mostRemarks = 20;
/** The most rows that are named for one finding. */
const mostRows = 5;

type Mark = (text: string) => string;

function section(title: string, items: readonly string[][], paint: Paint, mark: Mark): string[] {
  if (items.length === 0) return [];
  const lines = items.map(([head = '', ...rest]) => [
    paint.bold(head),
    ...rest.map((line) => (line.trimStart().startsWith('help:') ? paint.dim(line) : line)),
  ]);
  return [[mark(title), ...shown(lines, mostFindings)].join('\n')];
}

function shown(items: readonly string[][], most: number): string[] {
  const more = items.length - most;
  const rest = more > 0 ? [`  and ${more} more (--format json lists all)`] : [];
  return [...items.slice(0, most).flat(), ...rest];
}

function digestBlocks(answer: AuditAnswer, paint: Paint): string[] {
  const { report, document } = answer;
  const { digest } = report;
  if (digest === undefined) return [];
  return [
    [
      paint.red('another sha256'),
      ...wrap(`${formatPlace(digest.at)} ${digestText(digest, document)}`, 2),
      ...wrap(`help: ${digestHelp(digest, answer)}`, 2).map(paint.dim),
    ].join('\n'),
  ];
}

function missingLines(finding: MissingFinding, document: string): string[] {
  const { subject, ports, message, help, rows, near } = finding;
  return [
    ...wrap(subjectText(subject, ports), 2),
    ...wrap(message, 4),
    ...rowLines(rows, document),
    ...(near === undefined || message.includes(formatPlace(near.at)) ? [] : sideLines(near)),
    ...wrap(`help: ${help}`, 4),
  ];
}

function coveredLines(remark: AuditRemark, document: string): string[] {
  const { subject, ports, message, rows } = remark;
  return [
    ...wrap(subjectText(subject, ports), 2),
    ...wrap(message, 4),
    ...rowLines(rows, document),
    ...wrap(`help: ${coveredHelp}`, 4),
  ];
}

function tierLines(finding: TierFinding, document: string): string[] {
  const { subject, ports, message, help, rows, endpoint } = finding;
  return [
    ...wrap(subjectText(subject, ports), 2),
    ...wrap(message, 4),
    ...rowLines(rows, document),
    ...sideLines(endpoint),
    ...wrap(`help: ${help}`, 4),
  ];
}

function extraLines(finding: ExtraFinding, document: string): string[] {
  const { endpoint, ports, message, help } = finding;
  return [
    ...wrap(subjectText(endpoint.written, ports), 2),
    ...wrap(message, 4),
    ...sideLines(endpoint),
    ...rowLines(rowsOfExtra(finding), document),
    ...wrap(`help: ${help}`, 4),
  ];
}

function rowLines(rows: readonly RowSide[], document: string): string[] {
  const lines = rows
    .slice(0, mostRows)
    .flatMap((row) => wrap(`${rowPlace(document, row)} ${row.words}`, 6));
  const more = rows.length - mostRows;
  return more > 0 ? [...lines, `      and ${more} more`] : lines;
}

function sideLines({ at, written, owner }: SpecSide): string[] {
  return wrap(`${formatPlace(at)} ${written} (${owner})`, 6);
}

function rowsText(rows: readonly RowSide[], document: string): string {
  const [first, ...more] = rows;
  if (first === undefined) return document;
  return `${rowPlace(document, first)}${more.length > 0 ? ` and ${more.length} more` : ''}`;
}
