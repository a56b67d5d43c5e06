import type { Endpoint, Group, SourceDocument, Spec } from '../language/types.ts';
import { getOrAdd } from '../maps.ts';
import { code, plainText, row } from '../markdown.ts';
import { compareText, firstDifference } from '../net/order.ts';
import type { Origin, Policy } from '../policy/types.ts';
import {
  addEndpoint,
  type Endpoints,
  type Enforced,
  noEndpoints,
  type Verdict,
} from './verdicts.ts';

export const coverageColumns = [
  'Endpoint',
  'Service',
  'Inspection',
  'Target',
  'Coverage',
  'Reason',
];

/** The same cells for endpoints of one group. */
type Statement = {
  readonly group: Group;
  /** The order of the rows of one endpoint. */
  readonly rank: number;
  /** The cells after the endpoint, as Markdown. */
  readonly cells: readonly string[];
  readonly endpoints: Endpoints;
};

/**
 * The rows of every group with endpoints in the policy, as Markdown: one for each endpoint of the spec itself and each
 * statement about it, and one for all endpoints of a list with the same statement.
 */
export function coverageRows(
  enforced: Enforced,
  policy: Policy,
  spec: Spec,
): ReadonlyMap<Group, string[]> {
  const groups = new Map<Group, Row[]>();
  for (const { group, cells, endpoints } of inOrder([
    ...enforcedStatements(enforced),
    ...textStatements(policy, spec),
  ])) {
    const rows = getOrAdd(groups, group, (): Row[] => []);
    const rest = row(cells);
    for (const written of endpoints.own)
      rows.push({ key: written, line: `| ${code(written)} ${rest}` });
    for (const [list, { size }] of endpoints.lists)
      rows.push({ key: list, line: `| ${listCell(list, size)} ${rest}` });
  }
  return new Map([...groups].map(([group, rows]) => [group, linesInOrder(rows)]));
}

/** A row, and the endpoint or list that it is about. */
type Row = { readonly key: string; readonly line: string };

/** The file of a list, and how many of its entries the row is about. */
function listCell(list: string, size: number): string {
  return `${code(list)} (${size} ${size === 1 ? 'entry' : 'entries'})`;
}

function inOrder(statements: readonly Statement[]): Statement[] {
  const keys = new Map(statements.map((statement) => [statement, statement.cells.join('|')]));
  return [...statements].sort((a, b) =>
    firstDifference(a.rank - b.rank, compareText(keys.get(a) ?? '', keys.get(b) ?? '')),
  );
}

/** By what they are about; the rows of one endpoint keep their order. */
function linesInOrder(rows: Row[]): string[] {
  return rows.sort((a, b) => compareText(a.key, b.key)).map(({ line }) => line);
}

/** How each output enforces the endpoints. */
function enforcedStatements(enforced: Enforced): Statement[] {
  return [...enforced].flatMap(([target, verdicts]) =>
    verdicts.map((verdict) => ({
      group: verdict.group,
      rank: 0,
      cells: verdictCells(target, verdict),
      endpoints: verdict.endpoints,
    })),
  );
}

function verdictCells(target: string, { service, inspection, kind, reason }: Verdict): string[] {
  return [code(service), inspection, target, kind, plainText(reason)];
}

/** The texts of the spec about the endpoints, each once for the endpoints that share it. */
function textStatements(policy: Policy, spec: Spec): Statement[] {
  const statements = new Map<Group, Map<string, Statement>>();
  const add = (origin: Origin) => {
    const { group, endpoint } = origin;
    textsOf(origin, spec).forEach(([kind, text], index) => {
      const rank = index + 1;
      const ofGroup = getOrAdd(statements, group, () => new Map<string, Statement>());
      const statement = getOrAdd(ofGroup, `${rank} ${kind} ${text}`, () => {
        return { group, rank, cells: ['', '', 'spec', kind, text], endpoints: noEndpoints() };
      });
      addEndpoint(statement.endpoints, endpoint);
    });
  };
  for (const { destinations } of policy.rules) {
    for (const { origins } of destinations) origins.forEach(add);
  }
  return [...statements.values()].flatMap((ofGroup) => [...ofGroup.values()]);
}

/** What the document prints about an endpoint, if it differs, its source and its note, as Markdown. */
function textsOf({ endpoint, group }: Origin, spec: Spec): [kind: string, text: string][] {
  const source = endpoint.source === group.source ? undefined : endpoint.source;
  const { printed, note } = endpoint;
  if (printed === undefined && source === undefined && note === undefined) return [];
  const texts: [string, string][] = [
    ['printed', printedText(endpoint)],
    ['source', source === undefined ? '' : sourceText(source, spec.documents)],
    ['note', plainText(note ?? '')],
  ];
  return texts.filter(([, text]) => text !== '');
}

/** A document and the section in it, as Markdown. */
export function sourceText(
  source: NonNullable<Endpoint['source']>,
  documents: ReadonlyMap<string, SourceDocument>,
): string {
  const title = plainText(documents.get(source.document)?.title ?? source.document);
  return source.section === undefined ? title : `${title}, ${plainText(source.section)}`;
}

function printedText({ printed }: Endpoint): string {
  const url = printed?.url === undefined ? [] : [code(printed.url)];
  const text = printed?.text === undefined ? [] : [code(printed.text)];
  const port = printed?.port === undefined ? [] : [`port ${printed.port}`];
  return [...url, ...text, ...port].join(', ');
}
