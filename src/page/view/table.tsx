import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Filters, Row } from '../filter.ts';
import { numberText } from './words.tsx';

// So many rows are made at once; the next ones are made when their turn to be seen comes.
const step = 60;

/** A section with its title and the number of its rows. */
export function Section({
  id,
  title,
  shown,
  all,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly shown: number;
  readonly all: number;
  readonly children: ComponentChildren;
}) {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        {title}{' '}
        <span class="count">
          {shown === all ? numberText(all) : `${numberText(shown)} of ${numberText(all)}`}
        </span>
      </h2>
      {children}
    </section>
  );
}

/** A table that makes its first rows, more of them on demand, and all of them for a printer. */
export function Table<Item>({
  label,
  columns,
  rows,
  filters,
  grows = false,
  children,
}: {
  readonly label: string;
  /** The class of each column, and its title. */
  readonly columns: readonly (readonly [name: string, title: ComponentChildren])[];
  readonly rows: readonly Row<Item>[];
  readonly filters: Filters;
  /** Whether it makes more rows by itself. Only the last table may: one above another would push that away. */
  readonly grows?: boolean;
  readonly children: (row: Row<Item>) => ComponentChildren;
}) {
  const [limit, more] = useLimit(filters);
  const left = rows.length - limit;
  if (rows.length === 0) return <p class="none">Nothing matches the filters.</p>;
  return (
    <>
      <table aria-label={label} aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {columns.map(([name, title], index) => (
              <th key={index} scope="col" class={name}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{rows.slice(0, limit).map(children)}</tbody>
      </table>
      {left > 0 && <More left={left} grows={grows} onMore={more} />}
    </>
  );
}

/** The number of rows that are made. It starts again with other filters. */
function useLimit(filters: Filters): [limit: number, more: () => void] {
  const [made, setMade] = useState({ filters, limit: step });
  const limit = made.filters === filters ? made.limit : step;
  const latest = useRef({ filters, limit });
  latest.current = { filters, limit };
  useEffect(() => {
    const makeAll = () => setMade({ ...latest.current, limit: Number.POSITIVE_INFINITY });
    addEventListener('beforeprint', makeAll);
    return () => removeEventListener('beforeprint', makeAll);
  }, []);
  const more = () => setMade({ filters, limit: latest.current.limit + 2 * step });
  return [limit, more];
}

/** A button for more rows. If the table grows, it presses itself when it comes near the view. */
function More({
  left,
  grows,
  onMore,
}: {
  readonly left: number;
  readonly grows: boolean;
  readonly onMore: () => void;
}) {
  const button = useRef<HTMLButtonElement>(null);
  const press = useRef(onMore);
  press.current = onMore;
  useEffect(() => {
    const observer = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) press.current();
      },
      { rootMargin: '800px' },
    );
    if (grows && button.current !== null) observer.observe(button.current);
    return () => observer.disconnect();
  }, [left, grows]);
  return (
    <button ref={button} type="button" class="more" onClick={onMore}>
      Show more rows ({numberText(left)} left)
    </button>
  );
}
