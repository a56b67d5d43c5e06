import { quote } from '../../characters.ts';
import { getOrAdd } from '../../maps.ts';
import type { Refusal } from '../../problem.ts';
import type { SelectEntry } from '../document.ts';
import { didYouMean } from '../suggest.ts';
import { type Tier, tiers } from '../types.ts';
import { type Cursor, child, items, text, texts } from '../yaml/cursor.ts';
import { decoderOf, type KeysOf, listOf } from './decode.ts';
import type { Definition } from './definitions.ts';
import { type Judgement, refuse } from './judgement.ts';
import { definedName, shapedTexts } from './values.ts';

/** The tags and groups of a spec, with the tiers of the groups. */
export type Selectable = {
  /** A tier is undefined if its group has a mistake there. */
  readonly byTag: ReadonlyMap<string, ReadonlySet<Tier | undefined>>;
  readonly byId: ReadonlyMap<string, Tier | undefined>;
  /** Whether every tag is known. Only then is an unknown tag a mistake. */
  readonly complete: boolean;
};

/** What sites can select among the groups of a spec. */
export function selectableOf({ names, lost, meant }: Judgement): Selectable {
  const byTag = new Map<string, Set<Tier | undefined>>();
  const groups = [...names.first.group.values()];
  for (const group of groups)
    for (const tag of tagsOf(group)) getOrAdd(byTag, tag, () => new Set()).add(tierOf(group));
  const isWhole = ({ cursor }: Definition) =>
    meant.get(cursor.node)?.has('tags') !== true && hasSoundTags(child(cursor, 'tags'));
  return {
    byTag,
    byId: new Map(groups.map((group) => [group.name, tierOf(group)])),
    complete: !lost.has('group') && groups.every(isWhole),
  };
}

function tagsOf({ cursor }: Definition): string[] {
  return texts(child(cursor, 'tags'));
}

function tierOf({ cursor }: Definition): Tier | undefined {
  const written = text(child(cursor, 'tier'));
  return tiers.find((tier) => tier === written);
}

const slug = /^[a-z][a-z0-9-]*$/;

function hasSoundTags(cursor: Cursor | undefined): boolean {
  if (cursor === undefined) return true;
  return cursor.node.kind === 'list' && items(cursor).every((item) => slug.test(text(item) ?? ''));
}

const selectKeys = {
  tags: shapedTexts,
  groups: listOf(definedName('group')),
} satisfies KeysOf<SelectEntry>;

/** The groups that a site selects. */
export const readSelection = decoderOf(selectKeys);

/** Checks that each tag and each id of a selection selects a group in the tiers. */
export function checkSelection(
  context: Judgement,
  select: Cursor | undefined,
  enabled: readonly Tier[],
  { byTag, byId, complete }: Selectable,
): void {
  for (const cursor of items(child(select, 'tags'))) {
    const tag = text(cursor) ?? '';
    const known = byTag.get(tag);
    if (known !== undefined) checkTiers(context, cursor, tagIn(tag), [...known], enabled);
    else if (complete && slug.test(tag))
      refuse(context, cursor, unknownTag(tag, [...byTag.keys()]));
  }
  for (const cursor of items(child(select, 'groups'))) {
    const id = text(cursor) ?? '';
    if (byId.has(id)) checkTiers(context, cursor, groupIn(id), [byId.get(id)], enabled);
  }
}

type InTiers = (all: string) => string;

const groupIn =
  (id: string): InTiers =>
  (tier) =>
    `group ${quote(id)} is ${tier}, a tier that the site does not enable`;

const tagIn =
  (tag: string): InTiers =>
  (all) =>
    `no group with the tag ${quote(tag)} is in a tier that the site enables: it selects only ${all} groups`;

function checkTiers(
  context: Judgement,
  cursor: Cursor,
  message: InTiers,
  found: readonly (Tier | undefined)[],
  enabled: readonly Tier[],
): void {
  if (found.some((tier) => tier === undefined || enabled.includes(tier))) return;
  const named = tiers.filter((tier) => found.includes(tier));
  const help = `add ${quote(named[0] ?? '')} to "tiers", or remove this item`;
  refuse(context, cursor, {
    rule: 'select-outside-tiers',
    message: message(named.join(' or ')),
    help,
  });
}

function unknownTag(tag: string, known: readonly string[]): Refusal {
  return {
    rule: 'unknown-tag',
    message: `unknown tag ${quote(tag)}`,
    help: known.length > 0 ? didYouMean(tag, known) : 'add it to "tags" of a group',
  };
}
