import {
  type AuditRemark,
  type AuditReport,
  coveredIn,
  type DigestFinding,
  type ExtraFinding,
  type RemarkKind,
  type RowSide,
} from '../../audit/report.ts';
import { portsText } from '../../audit/words.ts';
import type { PortRange } from '../../net/port.ts';
import type { Place } from '../../problem.ts';
import { count } from '../page/words.ts';
import type { AuditAnswer } from './answer.ts';

/** A heading for each kind of remark, in the order of reports. */
const remarkTitles: Readonly<Record<Exclude<RemarkKind, 'covered'>, string>> = {
  need: 'not read as a destination with ports',
  'not-compared': 'not compared',
  'no-port': 'named without a usable port',
  'written-otherwise': 'written otherwise',
  declined: 'declined by the spec',
  unresolved: 'unresolved in the spec',
  'own-address': 'the address of the document',
  'left-out': 'access that a spec does not contain',
};

/** The remarks of each kind that has some, in the order of the titles; without what is covered, which fails the run. */
export function remarksByKind({ remarks }: AuditReport): [title: string, remarks: AuditRemark[]][] {
  const kinds = Object.keys(remarkTitles) as (keyof typeof remarkTitles)[];
  return kinds
    .map((kind): [string, AuditRemark[]] => [
      remarkTitles[kind],
      remarks.filter((each) => each.kind === kind),
    ])
    .filter(([, own]) => own.length > 0);
}

/** What a finding is about, with its ports. */
export function subjectText(subject: string, ports: readonly PortRange[]): string {
  return ports.length === 0 ? subject : `${subject} on ${portsText(ports)}`;
}

/** Kinds of remarks whose subject is the words of the row. */
const wordless: ReadonlySet<RemarkKind> = new Set([
  'need',
  'left-out',
  'not-compared',
  'declined',
  'unresolved',
]);

/** A remark in words: the reason before the words of a row, or after a destination. */
export function remarkParts({
  kind,
  subject,
  ports,
  message,
}: AuditRemark): [first: string, then: string] {
  return wordless.has(kind) && ports.length === 0
    ? [message, subject]
    : [subjectText(subject, ports), message];
}

/** The rows that an extra endpoint is near to. */
export function rowsOfExtra({ rows, near }: ExtraFinding): readonly RowSide[] {
  if (rows.length > 0) return rows;
  return near === undefined ? [] : [near];
}

/** A line of the document, as `guide.txt:93`. */
export function rowPlace(document: string, { line }: RowSide): string {
  return `${document}:${line}`;
}

/** The sentence about a digest that differs, and its fix. */
export function digestText({ listed }: DigestFinding, document: string): string {
  return `the spec lists ${document} with sha256 ${listed}, and the file has another one`;
}

/** The fix of a digest that differs: that of a part which an import wrote is the import's. */
export function digestHelp(
  { actual }: DigestFinding,
  { update }: Pick<AuditAnswer, 'update'>,
): string {
  if (update !== undefined) return `run ${update} --restamp`;
  return `after you have settled what is missing and extra, write sha256: ${actual}`;
}

/** The fix for a destination that only a wider entry covers. */
export const coveredHelp =
  'add an endpoint for it, or say with "printed" of the wider one what the document prints';

/** A summary that begins with the worst news: `2 missing, 1 extra; 17 of 20 named destinations are equal`. */
export function auditSentence({ report }: AuditAnswer): string {
  const { digest, missing, tiers, extra, remarks, counts } = report;
  const covered = coveredIn(report).length;
  const wider = extra.filter(({ kind }) => kind === 'wider').length;
  const of = wider > 0 ? ` (${wider} wider than the document)` : '';
  const worst = [
    ...(missing.length > 0 ? [`${missing.length} missing`] : []),
    ...(covered > 0 ? [`${covered} covered by a wider entry`] : []),
    ...(tiers.length > 0 ? [`${tiers.length} in another tier`] : []),
    ...(digest === undefined ? [] : ['another sha256']),
    ...(extra.length > 0 ? [`${extra.length} extra${of}`] : []),
  ];
  const found = missing.length + covered > 0 ? worst : [...worst, 'nothing missing'];
  const needs = remarks.filter(({ kind }) => kind === 'need' || kind === 'not-compared').length;
  const more = needs === 0 ? '' : `; ${count(needs, 'row')} not compared`;
  return `${found.join(', ')}: ${counts.equal} of ${count(counts.named, 'named destination')} equal${more}`;
}

/** What is to be known about the comparison as a whole: the warnings of the reader, and that ports are not compared. */
export function auditNotes({ report, document, warnings }: AuditAnswer): string[] {
  if (report.hasPorts || report.counts.named === 0) return [...warnings];
  return [...warnings, `${document} names no ports, so only destinations were compared`];
}

/** Where a format that needs a file of the repository shows a row: its line, or the entry of the document in the spec. */
export function anchorOf(answer: AuditAnswer, { line }: RowSide): Place {
  const { document, isFileOfTree, listedAt } = answer;
  return isFileOfTree ? { file: document, line, column: 1, length: 1 } : listedAt;
}
