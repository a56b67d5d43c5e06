import type { ImportRecord } from './record/record.ts';

/** How many facts of the last import a document no longer has. */
export type Shrinking = { readonly gone: number; readonly former: number };

/** The facts that are gone, if they are more than half of the former ones: the largest real change is 22 %. */
export function shrinkingOf(former: ImportRecord, next: ImportRecord): Shrinking | undefined {
  const left = factsIn(next);
  const before = [...factsIn(former)];
  const gone = before.filter((fact) => !left.has(fact)).length;
  return gone * 2 > before.length ? { gone, former: before.length } : undefined;
}

/** The destinations by form and value: one that moves to another group is not gone. */
function factsIn({ groups }: ImportRecord): ReadonlySet<string> {
  return new Set([...groups.values()].flatMap(({ facts }) => [...facts.keys()]));
}

/** Whether two records have equal facts and needs, whatever else a new revision changes. */
export function haveEqualFacts(one: ImportRecord, other: ImportRecord): boolean {
  return textOfFacts(one) === textOfFacts(other);
}

function textOfFacts({ groups, unresolved, declined }: ImportRecord): string {
  const sorted = [...groups].sort(byKey).map(([id, { tier, inspection, facts }]) => {
    return [id, tier, inspection, [...facts].sort(byKey)];
  });
  // Their lines move with every change above them.
  const needs = [unresolved, declined].map((rows) =>
    rows.map(({ words, reason }) => JSON.stringify([words, reason])).sort(),
  );
  return JSON.stringify([sorted, needs]);
}

function byKey([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
