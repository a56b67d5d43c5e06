import type { PageFinding } from '../data.ts';
import type { Filters, Row } from '../filter.ts';
import { Places, Rule } from './links.tsx';
import { Section, Table } from './table.tsx';
import { Severity, Word } from './words.tsx';

// More locations of one finding are counted.
const mostPlaces = 6;

export function FindingsSection({
  title,
  rows,
  all,
  filters,
}: {
  readonly title: string;
  readonly rows: readonly Row<PageFinding>[];
  readonly all: number;
  readonly filters: Filters;
}) {
  if (all === 0) return null;
  const columns = [
    ['col-severity', 'Severity'],
    ['', title.slice(0, -1)],
    ['col-fix', 'Fix'],
    ['col-location', 'Location'],
  ] as const;
  return (
    <Section id="findings" title={title} shown={rows.length} all={all}>
      <Table label={title} columns={columns} rows={rows} filters={filters}>
        {({ item, key }) => <FindingRow key={key} finding={item} />}
      </Table>
    </Section>
  );
}

function FindingRow({ finding }: { readonly finding: PageFinding }) {
  const { severity, score, rule, message, help, accepted, place, places } = finding;
  const all = places.length === 0 ? [place] : places;
  const more = all.length - mostPlaces;
  return (
    <tr class={accepted === null ? '' : 'accepted'}>
      <td class="narrow">
        {severity === null ? <Word kind="unsupported">error</Word> : <Severity name={severity} />}{' '}
        <span class="muted">{score}</span>
      </td>
      <th scope="row">
        <p class="rule">{severity === null ? rule : <Rule id={rule} />}</p>
        <p class="breakable">{message}</p>
        {accepted !== null && <p class="muted breakable">accepted: {accepted}</p>}
      </th>
      <td data-label="Fix" class="breakable">
        {help}
      </td>
      <td data-label="Location">
        <Places places={all.slice(0, mostPlaces)} />
        {more > 0 && <span class="muted">and {more} more</span>}
      </td>
    </tr>
  );
}
