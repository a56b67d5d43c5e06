import type { AuditRemark, RowSide, SpecSide } from '../../audit/report.ts';
import { portsText } from '../../audit/words.ts';
import { literal, prose } from '../../markdown.ts';
import type { PortRange } from '../../net/port.ts';
import { fitted, longestPage, marker, placeCode, type Section } from '../page/markdown.ts';
import type { AuditAnswer } from './answer.ts';
import { auditSentence, digestHelp, digestText, remarksByKind, rowPlace } from './words.ts';

/** What differs as a comment: a summary, then what is missing, tiers, the digest and what is extra. Remarks are folded. */
export function auditMarkdown(answer: AuditAnswer): string {
  const { report, document, spec, warnings } = answer;
  const head = [
    marker('audit', spec),
    `**${prose(auditSentence(answer))}**`,
    ...warnings.map(prose),
  ];
  const sections = [
    ...findingSections(answer),
    ...remarksByKind(report).map(([title, remarks]) => remarkSection(title, remarks, document)),
  ];
  const room = longestPage - head.join('\n\n').length;
  return `${[...head, ...fitted(sections, room, 'portolan audit --format json')].join('\n\n')}\n`;
}

function findingSections({ report, document }: AuditAnswer): Section[] {
  const { digest, missing, tiers, extra } = report;
  const digests = digest === undefined ? [] : [digest];
  return [
    section(
      'Missing in the spec',
      missing.flatMap(({ near, ...each }) =>
        itemLines(each.subject, each, sides(document, each.rows, near)),
      ),
    ),
    section(
      'In another tier',
      tiers.flatMap((each) =>
        itemLines(each.subject, each, sides(document, each.rows, each.endpoint)),
      ),
    ),
    section(
      'Another sha256',
      digests.map(
        (each) =>
          `- ${placeCode(each.at)} ${prose(digestText(each, document))}; help: ${prose(digestHelp(each))}`,
      ),
    ),
    section(
      'Extra in the spec',
      extra.flatMap((each) =>
        itemLines(
          each.endpoint.written,
          each,
          sides(document, each.near === undefined ? [] : [each.near], each.endpoint),
        ),
      ),
    ),
  ];
}

function section(heading: string, items: readonly string[]): Section {
  return { heading, intro: [], items, noun: 'line' };
}

type Item = {
  readonly ports: readonly PortRange[];
  readonly message: string;
  readonly help: string;
};

/** A finding in one item, so that none is cut in the middle. */
function itemLines(
  subject: string,
  { ports, message, help }: Item,
  places: readonly string[],
): string[] {
  const lines = [...places, `help: ${prose(help)}`].map((line) => `  - ${line}`);
  return [[`- ${subjectCode(subject, ports)}: ${prose(message)}`, ...lines].join('\n')];
}

/** The most rows that are named for one finding. */
const mostRows = 5;

function sides(document: string, rows: readonly RowSide[], side: SpecSide | undefined): string[] {
  const lines = rows
    .slice(0, mostRows)
    .map((row) => `${literal(rowPlace(document, row))} ${prose(row.words)}`);
  const more = rows.length > mostRows ? [`and ${rows.length - mostRows} more`] : [];
  return [
    ...lines,
    ...more,
    ...(side === undefined ? [] : [`${placeCode(side.at)} ${literal(side.written)}`]),
  ];
}

function subjectCode(subject: string, ports: readonly PortRange[]): string {
  return ports.length === 0 ? literal(subject) : `${literal(subject)} on ${portsText(ports)}`;
}

function remarkSection(title: string, remarks: readonly AuditRemark[], document: string): Section {
  return {
    heading: `${title.charAt(0).toUpperCase()}${title.slice(1)}`,
    intro: [],
    items: remarks.map(({ subject, ports, message, rows: [row] }) => {
      const place = row === undefined ? '' : `${literal(rowPlace(document, row))} `;
      return `- ${place}${subjectCode(subject, ports)}: ${prose(message)}`;
    }),
    noun: 'line',
    folded: true,
  };
}
