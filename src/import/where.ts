import { quote } from '../characters.ts';
import type { DocumentRow } from '../documents/document.ts';
import { didYouMean } from '../language/suggest.ts';
import { failure, type Refusal, type Result, refuse, success } from '../problem.ts';
import { countLabels, type LabelCounts } from './labels.ts';

/** One `--where`: rows with one of the values of a label, or with none of them. */
type Filter = {
  readonly label: string;
  readonly isExcluding: boolean;
  readonly values: readonly string[];
};

/** The rows that all filters let through. Refuses a filter that names what no row has. */
export function selectRows(
  rows: readonly DocumentRow[],
  where: readonly string[],
): Result<readonly DocumentRow[], Refusal[]> {
  if (where.length === 0) return success(rows);
  const labels = countLabels(rows);
  const filters: Filter[] = [];
  const refusals: Refusal[] = [];
  for (const text of where) {
    const filter = readFilter(text, labels);
    if (filter.ok) filters.push(filter.value);
    else for (const refusal of filter.error) refusals.push(refusal);
  }
  if (refusals.length > 0) return failure(refusals);
  const selected = rows.filter((row) => filters.every((filter) => passes(row, filter)));
  return selected.length > 0 ? success(selected) : failure([refuseEmpty(where)]);
}

function passes({ labels }: DocumentRow, { label, isExcluding, values }: Filter): boolean {
  const own = labels.get(label) ?? [];
  return own.some((value) => values.includes(value)) !== isExcluding;
}

function readFilter(text: string, labels: LabelCounts): Result<Filter, Refusal[]> {
  const [, label = '', operator, written = ''] = /^([^=]*?)(!?=)(.*)$/s.exec(text) ?? [];
  const known = labels.get(label);
  if (operator === undefined || label === '' || written === '') return failure([refuseForm(text)]);
  if (known === undefined) return failure([refuseLabel(label, labels)]);
  const values = known.has(written) ? [written] : written.split(',').map((part) => part.trim());
  const unknown = values.filter((value) => !known.has(value));
  if (unknown.length > 0)
    return failure(unknown.map((value) => refuseValue(label, value, known.keys())));
  return success({ label, isExcluding: operator === '!=', values });
}

function refuseForm(text: string): Refusal {
  const message = `--where has a label, "=" or "!=", and values, found ${quote(text)}`;
  return refuse('import-where', message, 'write it as in --where region=eu-west-1,eu-west-2');
}

function refuseLabel(label: string, labels: LabelCounts): Refusal {
  const message = `no row of the document has the label ${quote(label)}`;
  const help =
    labels.size === 0
      ? 'remove --where: the rows have no labels'
      : didYouMean(label, labels.keys());
  return refuse('import-unknown-label', message, help);
}

function refuseValue(label: string, value: string, known: Iterable<string>): Refusal {
  const message = `no row of the document has ${quote(value)} as its ${quote(label)}`;
  return refuse('import-unknown-value', message, didYouMean(value, known));
}

function refuseEmpty(where: readonly string[]): Refusal {
  const all = where.map((text) => `--where ${text}`).join(' ');
  return refuse(
    'import-no-rows',
    `no row of the document passes all of ${quote(all)}`,
    'remove one of them: a row must pass each',
  );
}
