import type { OtherChange } from '../data.ts';
import { Section } from './table.tsx';
import { Word } from './words.tsx';

/** Settings, tests, exceptions, tiers, enforcement, wording and files that changed. */
export function ChangesSection({ changes }: { readonly changes: readonly OtherChange[] }) {
  if (changes.length === 0) return null;
  return (
    <Section id="changes" title="Other changes" shown={changes.length} all={changes.length}>
      <ul class="list">
        {changes.map((change, index) => (
          <li key={index}>
            <span class="strong breakable">{change.what}</span>{' '}
            {change.needsApproval && <Word kind="approval">needs approval</Word>}
            <span class="breakable change">
              <del>{change.before ?? 'nothing'}</del> <span aria-hidden="true">&rarr;</span>{' '}
              <ins>{change.after ?? 'nothing'}</ins>
            </span>
            {change.place !== null && <span class="place">{change.place}</span>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
