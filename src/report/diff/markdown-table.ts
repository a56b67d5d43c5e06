import { getOrAdd } from '../../maps.ts';
import { literal, prose, row, tableHead } from '../../markdown.ts';
import { decidingPlace } from '../../policy/written.ts';
import type { Gain } from '../../review/diff/change.ts';
import { needsApproval } from '../../review/diff/gate.ts';
import { type AtSite, gainsOf } from '../../review/diff/order.ts';
import type { DiffAnswer } from './answer.ts';
import { commonRules, commonText } from './markdown-common.ts';
import { lineLink } from './markdown-links.ts';
import { Reasons } from './markdown-reasons.ts';
import { severityWordOf } from './severities.ts';
import { clientsText, destinationText, outputsText, portsText } from './words.ts';

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
    const rows = rowsOf(answer, gains, (gain) => [findingsCell(gain, common), plainPlace(gain)]);
    return { rows, after: commonText(common, gains.length) };
  },
};

const forms: readonly Form[] = [
  {
    head: tableHead(['', 'Access added', 'Why', 'Findings', 'Spec']),
    rowsOf: (answer, gains) => {
      const reasons = new Reasons(gains.map(({ change }) => change));
      const common = commonRules(gains.map(({ change }) => change));
      const rows = rowsOf(answer, gains, (gain) => [
        reasons.cellOf(gain),
        findingsCell(gain, common),
        placeCell(answer, gain),
      ]);
      return { rows, after: [...commonText(common, gains.length), ...reasons.below()] };
    },
  },
  shortForm,
];

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
  more: (gain: Gain) => readonly string[],
): Row[] {
  const strangers = otherClients(gains);
  const rows = new Map<string, { cells: readonly string[]; access: string; sites: string[] }>();
  for (const { site, change } of gains) {
    const access = accessCell(change, strangers.has(clientsText(change)));
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

/** The clients of additions, unless all additions of a site have the same ones. */
function otherClients(gains: readonly AtSite<Gain>[]): ReadonlySet<string> {
  const bySite = new Map<string, Set<string>>();
  for (const { site, change } of gains)
    getOrAdd(bySite, site, () => new Set<string>()).add(clientsText(change));
  return new Set([...bySite.values()].flatMap((own) => (own.size === 1 ? [] : [...own])));
}

const marks = { critical: '🔴', high: '🟠', medium: '🟡', low: '🔵' } as const;

function severityCell({ report }: DiffAnswer, gain: Gain): string {
  const word = severityWordOf(gain);
  if (word === undefined) return '–';
  const text = `${marks[word]}&nbsp;${word}`;
  return needsApproval(report, gain) ? `**${text}**` : text;
}

function accessCell(gain: Gain, namesClients: boolean): string {
  const outputs = outputsText(gain);
  return [
    `${literal(destinationText(gain))} ${portsText(gain)}`,
    ...(gain.kind === 'NEW' ? [] : [`**${gain.kind}**`]),
    ...(outputs === null ? [] : [`in ${outputs}`]),
    ...(namesClients ? [`for ${literal(clientsText(gain))}`] : []),
  ].join(' ');
}

/** The ids of the findings, the most severe first, without those that are said once for all rows. */
function findingsCell({ findings }: Gain, common: ReadonlyMap<string, number>): string {
  const words = findings
    .filter(({ rule, exception }) => exception !== null || !common.has(rule))
    .map(({ rule, exception }) => (exception === null ? rule : `${rule} (accepted)`));
  return words.length === 0 ? '–' : prose([...new Set(words)].join(', '));
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
