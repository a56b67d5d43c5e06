import { Fragment } from 'preact';
import type { Checks, PageFailure } from '../data.ts';
import type { Filters, Row } from '../filter.ts';
import { Places } from './links.tsx';
import { Section, Table } from './table.tsx';
import { Word } from './words.tsx';

/** The checks of generated files: the failed ones, and the counts of each output. */
export function ChecksSection({
  checks,
  rows,
  filters,
}: {
  readonly checks: Checks | null;
  readonly rows: readonly Row<PageFailure>[];
  readonly filters: Filters;
}) {
  if (checks === null || checks.failures.length + checks.notes.length + checks.outputs.length === 0)
    return null;
  const some = checks.failures.length > 0;
  const [shown, all] = some
    ? [rows.length, checks.failures.length]
    : [checks.checked, checks.checked];
  return (
    <Section id="checks" title={some ? 'Failed checks' : 'Checks'} shown={shown} all={all}>
      {checks.notes.map((note) => (
        <p key={note} class="note">
          {note}
        </p>
      ))}
      {checks.failures.length > 0 && (
        <Table
          label="Failed checks"
          columns={[
            ['', 'Check'],
            ['', 'Outputs that fail it'],
          ]}
          rows={rows}
          filters={filters}
        >
          {({ item, key }) => <FailureRow key={key} failure={item} />}
        </Table>
      )}
      {checks.outputs.length > 0 && <Counts outputs={checks.outputs} />}
    </Section>
  );
}

function FailureRow({ failure }: { readonly failure: PageFailure }) {
  const { text, outputs, places, isBefore } = failure;
  return (
    <tr>
      <th scope="row" class="breakable">
        {text}
        <Places places={places} isBefore={isBefore} />
      </th>
      <td data-label="Outputs">
        <div class="pairs">
          {outputs.map(({ site, target, place }, index) => (
            <Fragment key={index}>
              <span>
                {site} {target}
              </span>
              <span class="place">{place ?? 'no line decides it'}</span>
            </Fragment>
          ))}
        </div>
      </td>
    </tr>
  );
}

function Counts({ outputs }: { readonly outputs: Checks['outputs'] }) {
  return (
    <table aria-label="Checks of each output" class="small">
      <thead>
        <tr>
          {['Output', 'Result', 'Checked', 'Known deviations'].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {outputs.map(({ site, target, checked, deviations, failed }) => (
          <tr key={`${site}/${target}`}>
            <th scope="row">
              {site} {target}
            </th>
            <td data-label="Result">
              {failed === 0 ? (
                <Word kind="exact">passed</Word>
              ) : (
                <Word kind="unsupported">{failed} failed</Word>
              )}
            </td>
            <td data-label="Checked">{checked}</td>
            <td data-label="Known deviations">{deviations}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
