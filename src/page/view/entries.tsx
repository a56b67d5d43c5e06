import { useMemo, useState } from 'preact/hooks';
import type { CoverageName, PageData, PageEntry } from '../data.ts';
import type { Filters, Row } from '../filter.ts';
import { Places } from './links.tsx';
import { Section, Table } from './table.tsx';
import { Facts, numberText, Severity, Word } from './words.tsx';

const words: Readonly<Record<CoverageName, string>> = {
  exact: 'exact',
  wider: 'wider',
  narrower: 'narrower',
  unsupported: 'left out',
  'not-applicable': 'not decided',
};

/** Each endpoint with the coverage of each output, in words and color. */
export function EntriesSection({
  data,
  rows: all,
  filters,
}: {
  readonly data: PageData;
  readonly rows: readonly Row<PageEntry>[];
  readonly filters: Filters;
}) {
  const [deviating, setDeviating] = useState(false);
  const outputs = useMemo(() => outputsIn(data.entries), [data]);
  const shown = outputs.filter((target) => filters.output === '' || target === filters.output);
  const rows = useMemo(
    () => (deviating ? all.filter(({ item }) => deviates(item, shown)) : all),
    [all, deviating, filters.output],
  );
  if (data.entries.length === 0) return null;
  return (
    <Section id="endpoints" title="Endpoints" shown={rows.length} all={data.entries.length}>
      <label class="check">
        <input
          type="checkbox"
          checked={deviating}
          onChange={({ currentTarget }) => setDeviating(currentTarget.checked)}
        />{' '}
        Only those that an output does not enforce exactly
      </label>
      <Table
        label="Endpoints and outputs"
        columns={[
          ['col-endpoint', 'Endpoint'],
          ['col-group', 'Group'],
          ...shown.map((target) => ['', <Column target={target} rows={rows} />] as const),
        ]}
        rows={rows}
        filters={filters}
        grows
      >
        {({ item, key }) => (
          <EntryRow
            key={key}
            entry={item}
            outputs={shown}
            reasons={data.reasons}
            isOneSite={data.sites.length === 1}
          />
        )}
      </Table>
      <Reasons reasons={data.reasons} />
    </Section>
  );
}

function outputsIn(entries: readonly PageEntry[]): string[] {
  const found = new Set<string>();
  for (const { coverage } of entries) for (const target of Object.keys(coverage)) found.add(target);
  return [...found].sort();
}

function deviates({ coverage }: PageEntry, outputs: readonly string[]): boolean {
  return outputs.some(
    (target) => !['exact', 'not-applicable', undefined].includes(coverage[target]?.[0]),
  );
}

function Column({
  target,
  rows,
}: {
  readonly target: string;
  readonly rows: readonly Row<PageEntry>[];
}) {
  const exact = rows.filter(({ item }) => item.coverage[target]?.[0] === 'exact').length;
  return (
    <>
      {target} <span class="count part">{numberText(exact)} exact</span>
    </>
  );
}

function EntryRow({
  entry,
  outputs,
  reasons,
  isOneSite,
}: {
  readonly entry: PageEntry;
  readonly outputs: readonly string[];
  readonly reasons: readonly string[];
  readonly isOneSite: boolean;
}) {
  const [isOpen, setOpen] = useState(false);
  const { destination, ports, group, tier, severity, sites } = entry;
  return (
    <>
      <tr>
        <th scope="row">
          <button
            type="button"
            class="fold"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <span class="mono strong">{destination}</span> <span class="mono">{ports}</span>
          </button>{' '}
          {severity !== null && <Severity name={severity} />}
        </th>
        <td data-label="Group" class="muted">
          {group}, {tier}
          {isOneSite ? '' : `, ${sites.length > 3 ? `${sites.length} sites` : sites.join(', ')}`}
        </td>
        {outputs.map((target) => (
          <td key={target} data-label={target}>
            <Coverage entry={entry} target={target} reasons={reasons} />
          </td>
        ))}
      </tr>
      {isOpen && (
        <tr class="opened">
          <td colSpan={outputs.length + 2}>
            <Opened entry={entry} outputs={outputs} reasons={reasons} />
          </td>
        </tr>
      )}
    </>
  );
}

/** The word, and the number of its reason below the table. */
function Coverage({
  entry,
  target,
  reasons,
}: {
  readonly entry: PageEntry;
  readonly target: string;
  readonly reasons: readonly string[];
}) {
  const coverage = entry.coverage[target];
  if (coverage === undefined) return <span class="muted">not at these sites</span>;
  const [kind, reason] = coverage;
  return (
    <span title={reasons[reason] ?? ''}>
      <Word kind={kind}>{words[kind]}</Word>
      {reason >= 0 && (
        <a class="ref" href={`#reason-${reason + 1}`}>
          <span class="hidden">reason </span>
          {reason + 1}
        </a>
      )}
    </span>
  );
}

function Opened({
  entry,
  outputs,
  reasons,
}: {
  readonly entry: PageEntry;
  readonly outputs: readonly string[];
  readonly reasons: readonly string[];
}) {
  const { details, place, sites, coverage } = entry;
  const answers = outputs.flatMap((target) => {
    const [kind, reason] = coverage[target] ?? [];
    return kind === undefined
      ? []
      : [[target, [words[kind], reasons[reason ?? -1] ?? ''].filter(Boolean).join(': ')] as const];
  });
  return (
    <div class="two">
      <div>
        <Facts facts={[...details, ['sites', sites.join(', ')]]} />
        <Places places={[place]} />
      </div>
      <Facts facts={answers} />
    </div>
  );
}

function Reasons({ reasons }: { readonly reasons: readonly string[] }) {
  if (reasons.length === 0) return null;
  return (
    <>
      <h3>Reasons</h3>
      <ol class="reasons">
        {reasons.map((reason, index) => (
          <li key={reason} id={`reason-${index + 1}`}>
            {reason}
          </li>
        ))}
      </ol>
    </>
  );
}
