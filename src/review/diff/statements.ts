import { compareText } from '../../net/order.ts';
import type { Place } from '../../problem.ts';
import type { StatementChange } from './change.ts';

/** One thing that a spec says, in words, and where. */
export type Statement = { readonly value: string; readonly at: Place | null };

/** What a spec says, by what it is about. */
export type Statements = ReadonlyMap<string, Statement>;

/** What the two sides say differently, sorted by what it is about. */
export function changedStatements(before: Statements, after: Statements): StatementChange[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort(compareText);
  return keys.flatMap((what) => {
    const [was, is] = [before.get(what), after.get(what)];
    if (was?.value === is?.value) return [];
    const at = is?.at ?? was?.at ?? null;
    return [{ what, before: was?.value ?? null, after: is?.value ?? null, at }];
  });
}

/** Statements under one heading; values that are not there are left out. */
export function statementsUnder(
  heading: string,
  at: Place | null,
  values: Readonly<Record<string, string | undefined>>,
): [string, Statement][] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[`${heading}: ${name}`, { value, at }] as [string, Statement]],
  );
}
