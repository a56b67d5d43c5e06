import type { OtherChange } from '../data.ts';
import { Places } from './links.tsx';
import { Section } from './table.tsx';
import { Word } from './words.tsx';

/** Settings, tests, exceptions, tiers, enforcement, wording and files that changed. */
export function ChangesSection({
  id,
  title,
  changes,
}: {
  readonly id: string;
  readonly title: string;
  readonly changes: readonly OtherChange[];
}) {
  if (changes.length === 0) return null;
  const areas = [...new Set(changes.map(({ area }) => area))];
  return (
    <Section id={id} title={title} shown={changes.length} all={changes.length}>
      {areas.map((area) => (
        <div key={area} class="area">
          <h3>{area}</h3>
          <ul class="list">
            {changes
              .filter((change) => change.area === area)
              .map((change, index) => (
                <Change key={index} change={change} />
              ))}
          </ul>
        </div>
      ))}
    </Section>
  );
}

function Change({ change }: { readonly change: OtherChange }) {
  const { area, what, values, text, places, needsApproval } = change;
  return (
    <li class="breakable">
      {what} {needsApproval && <Word kind="approval">needs approval</Word>}
      {values !== null && (
        <span class="change">
          <del>{values[0] ?? 'nothing'}</del> <span aria-hidden="true">&rarr;</span>{' '}
          <ins>{values[1] ?? 'nothing'}</ins>
        </span>
      )}
      {text !== '' && <span class={area === 'Files' ? 'muted' : 'change muted'}>{text}</span>}
      <Places places={places} isBefore={values !== null && values[1] === null} />
    </li>
  );
}
