import type { TakenPlaces } from '../groups.ts';
import type { ImportedGroup, ImportedPart } from '../part.ts';
import { placesOf } from '../places.ts';
import type { RecordRow } from '../record/record.ts';
import { textOf } from '../texts.ts';
import { keyOf } from './existing-part.ts';
import type { Kept } from './former.ts';

/** The rows of which nothing is written, because a person removed or declined what they ask for. */
export function leftOutRows(
  taken: () => readonly TakenPlaces[],
  part: ImportedPart,
  kept: readonly Kept[],
): RecordRow[] {
  const reasons = reasonsOf(part, kept);
  if (reasons.size === 0) return [];
  return taken().flatMap(({ row, group, keys }): RecordRow[] => {
    const own = keys.map((key) => reasons.get(`${group} ${key}`));
    const [first] = own;
    if (first === undefined || own.includes(undefined)) return [];
    return [{ line: row.line, words: textOf(row.words) ?? '', reason: first }];
  });
}

/** Why something is not written, by the group and the key that the document has. */
function reasonsOf({ groups }: ImportedPart, kept: readonly Kept[]): Map<string, string> {
  const reasons = new Map<string, string>();
  const byId = new Map(groups.map((group) => [group.id, group]));
  for (const each of kept) {
    if (each.kind !== 'removed' && each.kind !== 'declined') continue;
    const reason =
      each.kind === 'declined' ? 'declined in the spec' : `removed by hand from ${each.group}`;
    for (const key of keysOf(each, byId.get(each.group)))
      reasons.set(`${each.group} ${key}`, reason);
  }
  return reasons;
}

/** A destination; every one of a list, or of the whole group. */
function keysOf({ destination }: Kept, group: ImportedGroup | undefined): string[] {
  const endpoints = group?.endpoints ?? [];
  const own = endpoints.filter(
    (endpoint) => destination === undefined || destination === keyOf(endpoint),
  );
  const places = own.flatMap((endpoint) => placesOf(endpoint).map(keyOf));
  return destination === undefined ? places : [destination, ...places];
}
