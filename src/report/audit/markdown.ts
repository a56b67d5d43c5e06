import {
  type AuditRemark,
  coveredIn,
  type DigestFinding,
  type RowSide,
  type SpecSide,
} from '../../audit/report.ts';
import { portsText } from '../../audit/words.ts';
import { literal, prose } from '../../markdown.ts';
import type { PortRange } from '../../net/port.ts';
import { fitted, longestPage, marker, placeCode, type Section } from '../page/markdown.ts';
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
} from './words.ts';

/** What differs as a comment: a summary, then what is missing or only covered, tiers, the digest and what is extra. Remarks are folded. */
export function auditMarkdown(answer: AuditAnswer): string {
  const { report, document, spec } = answer;
  const head = [
    marker('audit', spec),
    `**${prose(auditSentence(answer))}**`,
    ...auditNotes(answer).map((note) => `note: ${prose(note)}`),
  ];
  const sections = [
    ...findingSections(answer),
    ...remarksByKind(report).map(([title, remarks]) => remarkSection(title, remarks, document)),
  ];
  const room = longestPage - head.join('\n\n').length;
  return `${[...head, ...fitted(sections, room, 'portolan audit --format json')].join('\n\n')}\n`;
}

function findingSections(answer: AuditAnswer): Section[] {
  const { report, document } = answer;
  const { digest, missing, tiers, extra } = report;
  const rowsOf = (rows: readonly RowSide[]) => rowLines(rows, document);
  return [
    section(
      'Missing in the spec',
      missing.map((each) =>
        itemText(each.subject, each, [...rowsOf(each.rows), ...sideLines(each.near)]),
      ),
    ),
    section(
      'Covered by a wider entry alone',
      coveredIn(report).map((each) =>
        itemText(each.subject, { ...each, help: coveredHelp }, rowsOf(each.rows)),
      ),
    ),
    section(
      'In another tier',
      tiers.map((each) =>
        itemText(each.subject, each, [...rowsOf(each.rows), ...sideLines(each.endpoint)]),
      ),
    ),
    section('Another sha256', digest === undefined ? [] : [digestItem(digest, answer)]),
    section(
      'Extra in the spec',
      extra.map((each) =>
        itemText(each.endpoint.written, each, [
          ...sideLines(each.endpoint),
          ...rowsOf(rowsOfExtra(each)),
        ]),
      ),
    ),
  ];
}

function section(heading: string, items: readonly string[]): Section {
  return { heading, intro: [], items, noun: 'finding' };
}

function digestItem(digest: DigestFinding, answer: AuditAnswer): string {
  const { document } = answer;
  const text = `${prose(digestText(digest, document))}; help: ${prose(digestHelp(digest, answer))}`;
  return `- ${placeCode(digest.at)} ${text}`;
}

type Item = {
  readonly ports: readonly PortRange[];
  readonly message: string;
  readonly help: string;
};

/** A finding with its lines below it: one item, so that none is cut in the middle. */
function itemText(
  subject: string,
  { ports, message, help }: Item,
  lines: readonly string[],
): string {
  const [place = '', ...others] = lines;
  const below = [...others, `help: ${prose(help)}`].map((line) => `  - ${line}`);
  return [`- ${place}: ${subjectCode(subject, ports)}: ${prose(message)}`, ...below].join('\n');
}

/** The most rows that are named for one finding. */
const mostRows = 5;

function rowLines(rows: readonly RowSide[], document: string): string[] {
  const more = rows.length > mostRows ? [`and ${rows.length - mostRows} more`] : [];
  const shown = rows.slice(0, mostRows);
  return [
    ...shown.map((row) => `${literal(rowPlace(document, row))} ${prose(row.words)}`),
    ...more,
  ];
}

function sideLines(side: SpecSide | undefined): string[] {
  return side === undefined ? [] : [`${placeCode(side.at)} ${literal(side.written)}`];
}

function subjectCode(subject: string, ports: readonly PortRange[]): string {
  return ports.length === 0 ? literal(subject) : `${literal(subject)} on ${portsText(ports)}`;
}

function remarkSection(title: string, remarks: readonly AuditRemark[], document: string): Section {
  return {
    heading: `${title.charAt(0).toUpperCase()}${title.slice(1)}`,
    intro: [],
    items: remarks.map((remark) => {
      const [row] = remark.rows;
      const place = row === undefined ? '' : `${literal(rowPlace(document, row))} `;
      return `- ${place}${remarkParts(remark).map(prose).join(': ')}`;
    }),
    noun: 'remark',
    folded: true,
  };
}
