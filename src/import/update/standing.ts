import type { Inspection, Tier } from '../../language/types.ts';
import { tiers } from '../../language/types.ts';
import { getOrAdd } from '../../maps.ts';
import { placesOf } from '../places.ts';
import type { ImportRecord, RecordGroup } from '../record/record.ts';
import {
  type ExistingEndpoint,
  type ExistingGroup,
  type ExistingPart,
  keyOf,
  textAt,
} from './existing-part.ts';
import { isImporters } from './update-endpoints.ts';

/** A place in the part that has a destination, as the last import wrote it. */
export type Standing = {
  readonly group: string;
  /** The endpoint, or the list that has the destination as a line. */
  readonly item: ExistingEndpoint;
  readonly tier: Tier;
  readonly inspection: Inspection;
  /** Whether a person wrote an inspection on the endpoint itself, which it keeps. */
  readonly hasOwnInspection: boolean;
  /** Whether a person changed the tier of the group. */
  readonly isTierEdited: boolean;
  /** As the last import recorded them. */
  readonly ports: readonly string[];
};

/** What the last import wrote, by form and value. */
export type FormerPlaces = {
  readonly standing: ReadonlyMap<string, readonly Standing[]>;
  /** What stands in a group, whoever wrote it. */
  readonly present: ReadonlyMap<string, ReadonlySet<string>>;
  /** What the last import recorded in any group. */
  readonly recorded: ReadonlySet<string>;
};

/** Where the part has what the last import wrote; `lists` are the lines of its lists. */
export function formerPlaces(
  { groups }: ExistingPart,
  record: ImportRecord,
  lists: ReadonlyMap<string, readonly string[]>,
): FormerPlaces {
  const standing = new Map<string, Standing[]>();
  const present = new Map<string, ReadonlySet<string>>();
  const formerLists = new Set(record.lists);
  for (const [id, group] of groups) {
    const keys = new Map(group.items.map((item) => [item, keysOf(item, lists)]));
    const inLists = group.items.filter(({ form }) => form === 'list');
    const listed = new Set(inLists.flatMap((item) => keys.get(item) ?? []));
    present.set(id, new Set([...keys.values()].flat()));
    const former = record.groups.get(id);
    if (former === undefined) continue;
    const context = { former, formerLists, listed };
    for (const [item, own] of keys)
      if (isImporters(item, context)) addStanding(standing, own, { id, group, item, former });
  }
  const recorded = [...record.groups.values()].flatMap(({ facts }) => [...facts.keys()]);
  return { standing, present, recorded: new Set(recorded) };
}

function keysOf(
  item: ExistingEndpoint,
  lists: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const lines = item.form === 'list' ? (lists.get(item.value) ?? []) : [];
  return placesOf({ ...item, lines }).map(keyOf);
}

type Item = {
  readonly id: string;
  readonly group: ExistingGroup;
  readonly item: ExistingEndpoint;
  readonly former: RecordGroup;
};

function addStanding(
  standing: Map<string, Standing[]>,
  keys: readonly string[],
  { id, group: { node }, item, former }: Item,
): void {
  const tier = tiers.find((each) => each === textAt(node, 'tier')) ?? former.tier;
  const own = textAt(item.node, 'inspection');
  const inspection = own ?? textAt(node, 'inspection');
  const place = {
    group: id,
    item,
    tier,
    inspection: inspection === 'bypass' ? 'bypass' : 'allow',
    hasOwnInspection: own !== undefined,
    isTierEdited: tier !== former.tier,
  } as const;
  for (const key of keys) {
    const ports = former.facts.get(key);
    if (ports !== undefined) getOrAdd(standing, key, () => []).push({ ...place, ports });
  }
}
