import { getOrAdd } from '../../maps.ts';
import { literal, prose, row, tableHead } from '../../markdown.ts';
import { decidingPlace } from '../../policy/written.ts';
import type { Gain } from '../../review/diff/change.ts';
import { needsApproval } from '../../review/diff/gate.ts';
import { type AtSite, gainsOf } from '../../review/diff/order.ts';
import { wordOf } from '../../review/rules/kit/rule-info.ts';
import type { DiffAnswer } from './answer.ts';
import { Clients } from './markdown-clients.ts';
import { commonRules, commonText } from './markdown-common.ts';
import { lineLink } from './markdown-links.ts';
import { Reasons } from './markdown-reasons.ts';
import { severityWordOf } from './severities.ts';
import { destinationText, outputsText, portsText } from './words.ts';

/** Added access as a table, and how many additions it does not show. */
export type GainTable = { readonly blocks: readonly string[]; readonly unshown: number };

/** One row for each addition: most severe first. What is the same at several sites has one row. */
export function gainTable(answer: DiffAnswer, room: number): GainTable {
  const gains = gainsOf(answer.report);
  if (gains.length === 0) return { blocks: [], unshown: 0 };
  for (const form of forms) {
    const { rows, after } = form.rowsOf(answer, gains);
    const blocks = [[...form.head, ...rows.map(({ text }) => text)].join('\n'), ...after];
    if (blocks.join('\n\n').length <= room) return { blocks, unshown: 0 };
  }
  return cutTable(answer, gains, room);
}

type Row = { readonly text: string; readonly gains: number };

type Form = {
  readonly head: readonly string[];
  rowsOf(
    answer: DiffAnswer,
    gains: readonly AtSite<Gain>[],
  ): { readonly rows: readonly Row[]; readonly after: readonly string[] };
};

const shortForm: Form = {
  head: tableHead(['', 'Access added', 'Findings', 'Spec']),
  rowsOf: (answer, gains) => {
    const common = commonRules(gains.map(({ change }) => change));
    const clients = new Clients(gains);
    const rows = rowsOf(answer, gains, clients, (gain) => [
      findingsCell(gain, common),
      plainPlace(gain),
    ]);
    return { rows, after: afterText(gains, common, clients) };
  },
};

const forms: readonly Form[] = [
  {
    head: tableHead(['', 'Access added', 'Why', 'Findings', 'Spec']),
    rowsOf: (answer, gains) => {
      const reasons = new Reasons(gains.map(({ change }) => change));
      const common = commonRules(gains.map(({ change }) => change));
      const clients = new Clients(gains);
      const rows = rowsOf(answer, gains, clients, (gain) => [
        reasons.cellOf(gain),
        findingsCell(gain, common),
        placeCell(answer, gain),
      ]);
      return { rows, after: [...afterText(gains, common, clients), ...reasons.below()] };
    },
  },
  shortForm,
];

/** What the rows leave to a sentence below them. */
function afterText(
  gains: readonly AtSite<Gain>[],
  common: ReadonlyMap<string, number>,
  clients: Clients,
): string[] {
  const isShortened = gains.some(({ change }) => rowFindings(change, common).less > 0);
  const words = [
    ...commonText(common, gains.length),
    ...(isShortened
      ? ['A plus counts less severe findings of a row, which are listed below.']
      : []),
    ...clients.below(),
  ];
  return words.length === 0 ? [] : [words.join(' ')];
}

/** As many rows of the short form as fit; the last ones are the least severe. */
function cutTable(answer: DiffAnswer, gains: readonly AtSite<Gain>[], room: number): GainTable {
  const { rows, after } = shortForm.rowsOf(answer, gains);
  const lines = [...shortForm.head];
  let [size, shown] = [[...lines, ...after].join('\n\n').length, 0];
  for (const { text, gains: number } of rows) {
    size += text.length + 1;
    if (size > room) break;
    lines.push(text);
    shown += number;
  }
  return { blocks: [lines.join('\n'), ...after], unshown: gains.length - shown };
}

function rowsOf(
  answer: DiffAnswer,
  gains: readonly AtSite<Gain>[],
  clients: Clients,
  more: (gain: Gain) => readonly string[],
): Row[] {
  const rows = new Map<string, { cells: readonly string[]; access: string; sites: string[] }>();
  for (const gain of gains) {
    const { site, change } = gain;
    const access = accessCell(change, clients.nameOf(gain));
    const cells = [severityCell(answer, change), ...more(change)];
    const key = JSON.stringify([access, cells]);
    getOrAdd(rows, key, () => ({ cells, access, sites: [] as string[] })).sites.push(site);
  }
  return [...rows.values()].map(({ cells: [severity = '', ...cells], access, sites }) => ({
    text: row([severity, `${access}${sitesText(answer, sites)}`, ...cells]),
    gains: sites.length,
  }));
}

/** Needed only where a comparison has several sites. */
function sitesText({ report }: DiffAnswer, sites: readonly string[]): string {
  const [all, own] = [report.sites.size, [...new Set(sites)]];
  if (all === 1) return '';
  return own.length === all ? ` at all ${all} sites` : ` at ${own.map(literal).join(', ')}`;
}

const marks = { critical: '🔴', high: '🟠', medium: '🟡', low: '🔵' } as const;

function severityCell({ report }: DiffAnswer, gain: Gain): string {
  const word = severityWordOf(gain);
  if (word === undefined) return '–';
  const text = `${marks[word]}&nbsp;${word}`;
  return needsApproval(report, gain) ? `**${text}**` : text;
}

function accessCell(gain: Gain, clients: string | undefined): string {
  const outputs = outputsText(gain);
  return [
    `${literal(destinationText(gain))} ${portsText(gain)}`,
    ...(gain.kind === 'NEW' ? [] : [`**${gain.kind}**`]),
    ...(outputs === null ? [] : [`in ${outputs}`]),
    ...(clients === undefined ? [] : [`for ${clients}`]),
  ].join(' ');
}

/** The ids of the findings of the row's severity, and the number of the less severe ones. */
function findingsCell(gain: Gain, common: ReadonlyMap<string, number>): string {
  const { named, less } = rowFindings(gain, common);
  const words = [...(named.length === 0 ? [] : [prose(named.join(', '))]), ...plus(less)];
  return words.length === 0 ? '–' : words.join(' ');
}

function plus(less: number): string[] {
  return less === 0 ? [] : [`+${less}`];
}

/** The findings of a row without those that are said once for all rows. */
function rowFindings(
  gain: Gain,
  common: ReadonlyMap<string, number>,
): { readonly named: readonly string[]; readonly less: number } {
  const word = severityWordOf(gain);
  const own = gain.findings.filter(
    ({ rule, exception }) => exception !== null || !common.has(rule),
  );
  const isNamed = ({ severity, exception }: (typeof own)[number]) =>
    exception !== null || wordOf(severity) === word;
  const named = own
    .filter(isNamed)
    .map(({ rule, exception }) => (exception === null ? rule : `${rule} (accepted)`));
  const others = own.filter((finding) => !isNamed(finding)).map(({ rule }) => rule);
  return { named: [...new Set(named)], less: new Set(others).size };
}

function placeCell(answer: DiffAnswer, gain: Gain): string {
  const [first] = gain.origins;
  return first === undefined ? plainPlace(gain) : lineLink(answer, decidingPlace(first.endpoint));
}

function plainPlace({ origins, output, at }: Gain): string {
  const [first] = origins;
  if (first !== undefined) {
    const { file, line } = decidingPlace(first.endpoint);
    return literal(`${file}:${line}`);
  }
  return at === null ? `${output ?? ''}` : `${output} ${literal(`${at.file}:${at.line}`)}`;
}
