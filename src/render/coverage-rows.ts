import type { Endpoint, Group, SourceDocument, Spec } from '../language/types.ts';
import { getOrAdd } from '../maps.ts';
import { code, plainText, row } from '../markdown.ts';
import { compareText, firstDifference, sortedUnique } from '../net/order.ts';
import type { Origin, Policy } from '../policy/types.ts';
import type { Output } from '../targets/output.ts';
import type { CoverageKind } from '../targets/target.ts';

export const coverageColumns = [
  'Endpoint',
  'Service',
  'Inspection',
  'Target',
  'Coverage',
  'Reason',
];

/** One line of a group's table; the lines of an endpoint are together. */
type Row = {
  readonly group: Group;
  readonly key: string;
  readonly rank: number;
  readonly cells: readonly string[];
};

/** The rows of every group with endpoints in the policy, as Markdown. */
export function coverageRows(
  enforced: Enforced,
  policy: Policy,
  spec: Spec,
): ReadonlyMap<Group, string[]> {
  const asked = [...enforced.values()].flat();
  const told = originsOf(policy).flatMap((origin) => textRows(origin, spec));
  const rows = sortedUnique([...asked, ...told], compareRows);
  const groups = new Map<Group, string[]>();
  for (const { group, cells } of rows) {
    getOrAdd(groups, group, () => []).push(row(cells));
  }
  return groups;
}

function originsOf(policy: Policy): Origin[] {
  return policy.rules.flatMap((rule) => rule.destinations.flatMap((to) => to.origins));
}

/** A row that says how an output enforces an endpoint. */
type EnforcedRow = Row & { readonly kind: CoverageKind };

/** How each output of a site enforces its endpoints: unique rows by the name of the target. */
export type Enforced = ReadonlyMap<string, readonly EnforcedRow[]>;

/** Gets the coverage of the outputs of a site. */
export function enforcedBy(outputs: readonly Output[]): Enforced {
  return new Map(
    outputs.map((output) => [output.target.name, sortedUnique(outputRows(output), compareRows)]),
  );
}

/** How one output enforces each endpoint on each of its services. */
function outputRows({ target, policy }: Output): EnforcedRow[] {
  return policy.rules.flatMap((rule) =>
    rule.destinations.flatMap((to) =>
      to.origins.map((origin) => {
        const { kind, reason } = target.coverage({ policy, rule, to, origin });
        const { endpoint, service } = origin;
        const cells = [
          code(service.name),
          endpoint.inspection,
          target.name,
          kind,
          plainText(reason),
        ];
        return { ...rowOf(origin, 0, cells), kind };
      }),
    ),
  );
}

/** The texts of the spec about an endpoint: what the document prints, if it differs, its source and note. */
function textRows(origin: Origin, spec: Spec): Row[] {
  const { endpoint, group } = origin;
  const source = endpoint.source === group.source ? undefined : endpoint.source;
  const texts: [string, string][] = [
    ['printed', printedText(endpoint)],
    ['source', source === undefined ? '' : sourceText(source, spec.documents)],
    ['note', plainText(endpoint.note ?? '')],
  ];
  return texts
    .filter(([, text]) => text !== '')
    .map(([kind, text], index) => rowOf(origin, index + 1, ['', '', 'spec', kind, text]));
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
  const port = printed?.port === undefined ? [] : [`port ${printed.port}`];
  return [...url, ...port].join(', ');
}

function rowOf({ endpoint, group }: Origin, rank: number, cells: readonly string[]): Row {
  return { group, key: endpoint.written, rank, cells: [code(endpoint.written), ...cells] };
}

function compareRows(a: Row, b: Row): number {
  return firstDifference(
    compareText(a.group.id, b.group.id),
    compareText(a.key, b.key),
    a.rank - b.rank,
    compareText(a.cells.join('|'), b.cells.join('|')),
  );
}
