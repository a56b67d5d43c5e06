import type { MapNode } from '../../language/yaml/node.ts';
import { getOrAdd } from '../../maps.ts';
import { compareText } from '../../net/order.ts';
import { sortedLines } from '../endpoint-order.ts';
import { mostInline } from '../endpoints.ts';
import type { ImportedEndpoint, ImportedGroup, ImportedPart } from '../part.ts';
import { type ImportedPlace, placesOf } from '../places.ts';
import type { ImportRecord, RecordGroup } from '../record/record.ts';
import { type ExistingEndpoint, type ExistingPart, keyOf, textAt } from './existing-part.ts';
import type { Asked, Kept } from './former.ts';
import { hasOwnKeys } from './lost.ts';
import { type Move, movesTo } from './moves.ts';
import { type FormerPlaces, formerPlaces } from './standing.ts';

/** What the document says, at the places that it gets in an existing part. */
export type Placed = {
  readonly part: ImportedPart;
  readonly record: ImportRecord;
  readonly kept: readonly Kept[];
  /** The endpoints of the part that go to other groups, by group and key. */
  readonly followed: Followed;
  /** The same endpoints, where they are now. */
  readonly leaving: ReadonlySet<MapNode>;
  /** Groups of which the document has nothing any more, and that keep what does not move. */
  readonly held: ReadonlySet<string>;
};

export type Followed = ReadonlyMap<string, ReadonlyMap<string, ExistingEndpoint>>;

type Former = {
  readonly existing: ExistingPart;
  readonly record: ImportRecord;
  /** The lines of each list, by its path from the part. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
};

/**
 * Places what the document has in an existing part. A destination that the document moves to another group goes there
 * with what people wrote, unless it would get a stronger tier or bypass inspection there: then it stays where it is.
 */
export function placeMoves(
  { existing, record: former, lists }: Former,
  { part, record }: { readonly part: ImportedPart; readonly record: ImportRecord },
  asked: Asked,
): Placed {
  const places = formerPlaces(existing, former, lists);
  const context = { existing, former, places, next: record, asked };
  const moves = part.groups.flatMap((group) => movesTo(group, context));
  const followed = followedBy(moves);
  const inline = inlineKeys(existing, places, followed);
  const groups = withMoves(part.groups, moves, existing, inline);
  const wanted = new Set(part.groups.map(({ id }) => id));
  return {
    part: { ...part, groups },
    record: recordWith(record, former, moves, groups),
    kept: moves.flatMap((move) => (move.kind === 'followed' ? [] : [move.kept])),
    followed,
    leaving: new Set([...followed.values()].flatMap((own) => [...own.values()].map(nodeOf))),
    held: new Set(groups.flatMap(({ id }) => (wanted.has(id) ? [] : [id]))),
  };
}

function followedBy(moves: readonly Move[]): Followed {
  const followed = new Map<string, Map<string, ExistingEndpoint>>();
  for (const move of moves)
    if (move.kind === 'followed' && move.item.form !== 'list')
      getOrAdd(followed, move.to, () => new Map()).set(move.key, move.item);
  return followed;
}

/** What has keys of people has no place in a list: by group and key. */
function inlineKeys(
  { groups }: ExistingPart,
  { standing }: FormerPlaces,
  followed: Followed,
): ReadonlyMap<string, ReadonlySet<string>> {
  const inline = new Map<string, Set<string>>();
  const add = (group: string, item: ExistingEndpoint) => {
    if (item.form !== 'list' && hasOwnKeys(item.node))
      getOrAdd(inline, group, () => new Set()).add(keyOf(item));
  };
  for (const [id, { items }] of groups)
    for (const item of items)
      if (standing.get(keyOf(item))?.some((each) => each.item === item) === true) add(id, item);
  for (const [id, items] of followed) for (const item of items.values()) add(id, item);
  return inline;
}

function nodeOf({ node }: ExistingEndpoint): MapNode {
  return node;
}

type Change = { readonly without: Set<string>; readonly held: ImportedEndpoint[] };

/** The groups of the document after the moves, then those that only keep what does not move. */
function withMoves(
  groups: readonly ImportedGroup[],
  moves: readonly Move[],
  existing: ExistingPart,
  inline: ReadonlyMap<string, ReadonlySet<string>>,
): ImportedGroup[] {
  const changes = new Map<string, Change>();
  const changeOf = (id: string) =>
    getOrAdd(changes, id, () => ({ without: new Set<string>(), held: [] }));
  const moved = moves.filter(({ kind }) => kind !== 'followed');
  const endpoints = endpointsByMove(groups, moved);
  for (const move of moved) {
    changeOf(move.to).without.add(move.key);
    const endpoint = endpoints.get(`${move.to} ${move.key}`);
    if (move.kind === 'held' && endpoint !== undefined) changeOf(move.from).held.push(endpoint);
  }
  const known = new Set(groups.map(({ id }) => id));
  const others = [...changes.keys()].filter((id) => !known.has(id));
  return [...groups, ...others.map((id) => heldGroup(id, existing))].flatMap((group) => {
    const rest = changedEndpoints(group, changes.get(group.id), existing, inline.get(group.id));
    return rest.length === 0 ? [] : [{ ...group, endpoints: rest }];
  });
}

/** The endpoint of the document for each destination that moves, by group and key. */
function endpointsByMove(
  groups: readonly ImportedGroup[],
  moves: readonly Move[],
): Map<string, ImportedEndpoint> {
  const wanted = new Set(moves.map(({ to, key }) => `${to} ${key}`));
  const found = new Map<string, ImportedEndpoint>();
  if (wanted.size === 0) return found;
  for (const { id, endpoints } of groups)
    for (const endpoint of endpoints)
      for (const place of placesOf(endpoint)) {
        const name = `${id} ${keyOf(place)}`;
        if (wanted.has(name)) found.set(name, inlineOf(endpoint, place));
      }
  return found;
}

/** One line of a list as an endpoint of its own; another endpoint as it is. */
function inlineOf(
  endpoint: ImportedEndpoint,
  place: Pick<ImportedEndpoint, 'form' | 'value'>,
): ImportedEndpoint {
  return endpoint.form === 'list' ? { ...place, services: endpoint.services } : endpoint;
}

/** A group of the part that the document no longer has: it stays as it is written. */
function heldGroup(id: string, { groups }: ExistingPart): ImportedGroup {
  const node = groups.get(id)?.node;
  const title = (node && textAt(node, 'title')) ?? id;
  return { id, title, tier: 'optional', inspection: 'allow', endpoints: [] };
}

function changedEndpoints(
  { id, endpoints }: ImportedGroup,
  change: Change | undefined,
  existing: ExistingPart,
  inline: ReadonlySet<string> | undefined,
): readonly ImportedEndpoint[] {
  if (change === undefined && inline === undefined) return endpoints;
  const formerLists = formerListsOf(id, existing);
  const known = new Set(formerLists.values());
  const left = endpoints.flatMap((endpoint) => {
    const places = placesOf(endpoint).filter((place) => change?.without.has(keyOf(place)) !== true);
    if (endpoint.form !== 'list') return places.length === 0 ? [] : [endpoint];
    const isApart = (place: ImportedPlace) => inline?.has(keyOf(place)) === true;
    const apart = places.filter(isApart);
    const lines = places.filter((place) => !isApart(place)).map(({ value }) => value);
    const isList = lines.length > mostInline || known.has(endpoint.value);
    if (!isList) return places.map((place) => inlineOf(endpoint, place));
    const list = lines.length === 0 ? [] : [{ ...endpoint, lines }];
    return [...apart.map((place) => inlineOf(endpoint, place)), ...list];
  });
  return withHeld(left, change?.held ?? [], formerLists);
}

/** The lists of a group of the part by the services that they name. */
function formerListsOf(id: string, { groups }: ExistingPart): ReadonlyMap<string, string> {
  const items = groups.get(id)?.items ?? [];
  const lists = items.filter(({ form }) => form === 'list');
  return new Map(lists.map(({ value, services }) => [services.join(' '), value]));
}

/** Endpoints with those that stay in their group: a line of a list stays one. */
function withHeld(
  endpoints: readonly ImportedEndpoint[],
  held: readonly ImportedEndpoint[],
  formerLists: ReadonlyMap<string, string>,
): readonly ImportedEndpoint[] {
  const all = [...endpoints];
  const lines = new Map<string, ImportedEndpoint[]>();
  for (const endpoint of held) {
    const services = endpoint.services.join(' ');
    const isLine = formerLists.has(services) && isBare(endpoint);
    if (isLine) getOrAdd(lines, services, () => []).push(endpoint);
    else all.push(endpoint);
  }
  for (const [services, own] of lines) {
    const value = formerLists.get(services) ?? '';
    const at = all.findIndex((each) => each.form === 'list' && each.value === value);
    const values = [...(all[at]?.lines ?? []), ...own.map((each) => each.value)];
    const list = { form: 'list', value, services: own[0]?.services ?? [] } as const;
    const changed = { ...list, ...all[at], lines: sortedLines(values) };
    if (at < 0) all.push(changed);
    else all[at] = changed;
  }
  return all;
}

function isBare({ form, printed, note }: ImportedEndpoint): boolean {
  return (form === 'host' || form === 'network') && printed === undefined && note === undefined;
}

/** The record of what is written: what stays in its group is recorded there, so that the next update finds it. */
function recordWith(
  record: ImportRecord,
  former: ImportRecord,
  moves: readonly Move[],
  groups: readonly ImportedGroup[],
): ImportRecord {
  const changed = moves.filter(({ kind }) => kind === 'held' || kind === 'left');
  if (changed.length === 0) return record;
  const facts = new Map([...record.groups].map(([id, group]) => [id, new Map(group.facts)]));
  for (const move of changed) {
    const ports = record.groups.get(move.to)?.facts.get(move.key) ?? [];
    facts.get(move.to)?.delete(move.key);
    if (move.kind === 'held') getOrAdd(facts, move.from, () => new Map()).set(move.key, ports);
  }
  const lists = groups.flatMap(({ endpoints }) =>
    endpoints.flatMap(({ form, value }) => (form === 'list' ? [value] : [])),
  );
  const recorded = [...facts].flatMap(([id, own]): [string, RecordGroup][] => {
    const group = record.groups.get(id) ?? former.groups.get(id);
    return group === undefined || own.size === 0 ? [] : [[id, { ...group, facts: own }]];
  });
  return { ...record, groups: new Map(recorded), lists: lists.sort(compareText) };
}
