import { compareText } from '../../net/order.ts';
import type { Place } from '../../problem.ts';
import type { AccessSetting, StatementChange } from './change.ts';

/** One statement of a spec: its value in words, and its location. */
export type Statement = {
  readonly value: string;
  readonly at: Place | null;
  readonly setting?: AccessSetting | undefined;
};

/** The statements of a spec, by their subjects, such as `group web: purpose`. */
export type Statements = ReadonlyMap<string, Statement>;

/** The statements that differ between two sides, sorted by their subjects. */
export function changedStatements(before: Statements, after: Statements): StatementChange[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort(compareText);
  return keys.flatMap((what) => {
    const [was, is] = [before.get(what), after.get(what)];
    if (was?.value === is?.value) return [];
    const at = is?.at ?? was?.at ?? null;
    const setting = is?.setting ?? was?.setting;
    const change = { what, before: was?.value ?? null, after: is?.value ?? null, at };
    return [setting === undefined ? change : { ...change, setting }];
  });
}

/** Statements with one heading; undefined values are left out. */
export function statementsUnder(
  heading: string,
  at: Place | null,
  values: Readonly<Record<string, string | undefined>>,
): [string, Statement][] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[`${heading}: ${name}`, { value, at }] as [string, Statement]],
  );
}
