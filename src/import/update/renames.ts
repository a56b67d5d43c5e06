import { getOrAdd } from '../../maps.ts';
import { placesOf } from '../places.ts';
import type { ImportRecord } from '../record/record.ts';
import { type ExistingPart, keyOf, mapAt, textAt } from './existing-part.ts';

/**
 * A part whose groups have the ids that the document gives them. A person may rename a group: one without a record that
 * cites the document and has most of what a group without a place had is that group.
 */
export function withFormerIds(
  existing: ExistingPart,
  record: ImportRecord,
  lists: ReadonlyMap<string, readonly string[]>,
): ExistingPart {
  const missing = [...record.groups].filter(([id]) => !existing.groups.has(id));
  if (missing.length === 0) return existing;
  const holders = holdersIn(existing, record, lists);
  const names = new Map<string, string>();
  for (const [id, { facts }] of missing) {
    const counts = new Map<string, number>();
    for (const key of facts.keys())
      for (const group of holders.get(key) ?? []) counts.set(group, (counts.get(group) ?? 0) + 1);
    const found = [...counts].find(([group, count]) => count * 2 > facts.size && !names.has(group));
    if (found !== undefined) names.set(found[0], id);
  }
  const groups = [...existing.groups].map(([id, group]) => [names.get(id) ?? id, group] as const);
  return {
    ...existing,
    groups: new Map(groups),
    renamed: new Map([...names].map(([now, id]) => [id, now])),
  };
}

/** The groups without a record that have a destination, by its form and value. */
function holdersIn(
  { groups }: ExistingPart,
  record: ImportRecord,
  lists: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const holders = new Map<string, Set<string>>();
  for (const [id, { items, node }] of groups) {
    const source = mapAt(node, 'source');
    const isOfDocument = source !== undefined && textAt(source, 'document') === record.id;
    if (record.groups.has(id) || !isOfDocument) continue;
    for (const item of items)
      for (const place of placesOf({ ...item, lines: lists.get(item.value) ?? [] }))
        getOrAdd(holders, keyOf(place), () => new Set()).add(id);
  }
  return holders;
}
