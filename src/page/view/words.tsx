import type { ComponentChildren } from 'preact';
import type { Labelled } from '../data.ts';

/** A number with commas between thousands, in any locale. */
export function numberText(value: number): string {
  return `${value}`.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A severity, as a word in its color; with a number of things that have it. */
export function Severity({ name, number }: { readonly name: string; readonly number?: number }) {
  return (
    <span class={`badge severity-${name}`}>
      {number === undefined ? '' : `${numberText(number)} `}
      {name}
    </span>
  );
}

/** A word in the color of its class. */
export function Word({
  kind,
  children,
}: {
  readonly kind: string;
  readonly children: ComponentChildren;
}) {
  return <span class={`badge word-${kind}`}>{children}</span>;
}

/** Texts with their labels. */
export function Facts({ facts }: { readonly facts: readonly Labelled[] }) {
  if (facts.length === 0) return null;
  return (
    <dl class="facts">
      {facts.map(([label, text], index) => (
        <div key={index}>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
