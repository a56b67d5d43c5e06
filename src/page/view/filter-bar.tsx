import type { ComponentChildren } from 'preact';
import { type FilterName, type Filters, noFilters } from '../filter.ts';

type Choice = Exclude<FilterName, 'text'>;

const names: readonly (readonly [Choice, string])[] = [
  ['severity', 'Severity'],
  ['group', 'Group'],
  ['tier', 'Tier'],
  ['output', 'Output'],
  ['site', 'Site'],
];

/** The filters of the page. A filter without a choice is left out. */
export function FilterBar({
  filters,
  choices,
  onChange,
  children,
}: {
  readonly filters: Filters;
  readonly choices: Readonly<Record<Choice, readonly string[]>>;
  readonly onChange: (filters: Filters) => void;
  readonly children: ComponentChildren;
}) {
  const isFiltered = Object.values(filters).some((value) => value !== '');
  return (
    <div class="bar">
      {children}
      <search class="filters">
        <label class="grow">
          <span>Filter</span>
          <input
            type="search"
            id="filter"
            placeholder="host, port, ticket, finding"
            autocomplete="off"
            spellcheck={false}
            value={filters.text}
            onInput={({ currentTarget }) => onChange({ ...filters, text: currentTarget.value })}
          />
        </label>
        {names.map(([name, title]) =>
          choices[name].length < 2 ? null : (
            <label key={name}>
              <span>{title}</span>
              <select
                id={`filter-${name}`}
                value={filters[name]}
                onChange={({ currentTarget }) =>
                  onChange({ ...filters, [name]: currentTarget.value })
                }
              >
                <option value="">all</option>
                {choices[name].map((value) => (
                  <option key={value} value={value}>
                    {value}
                  </option>
                ))}
              </select>
            </label>
          ),
        )}
        <button type="button" disabled={!isFiltered} onClick={() => onChange(noFilters)}>
          Clear
        </button>
      </search>
    </div>
  );
}
