import { compareText } from '../../net/order.ts';
import type { Place } from '../../problem.ts';
import type { FactChange } from './change.ts';

/** One thing that a spec says, in words, and where. */
export type Fact = { readonly value: string; readonly at: Place | null };

/** What a spec says, by what it is about. */
export type Facts = ReadonlyMap<string, Fact>;

/** What the two sides say differently, sorted by what it is about. */
export function changedFacts(before: Facts, after: Facts): FactChange[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort(compareText);
  return keys.flatMap((what) => {
    const [was, is] = [before.get(what), after.get(what)];
    if (was?.value === is?.value) return [];
    const at = is?.at ?? was?.at ?? null;
    return [{ what, before: was?.value ?? null, after: is?.value ?? null, at }];
  });
}

/** Facts under one heading; values that are not there are left out. */
export function factsUnder(
  heading: string,
  at: Place | null,
  values: Readonly<Record<string, string | undefined>>,
): [string, Fact][] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[`${heading}: ${name}`, { value, at }] as [string, Fact]],
  );
}
