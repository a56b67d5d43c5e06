import type { Group, Site } from '../language/types.ts';

/** Why a site leaves a group out. */
export type LeftOut = 'exclude' | 'tier' | 'select';

/** Returns why a site leaves out a group, the strongest reason first; empty if it selects the group. */
export function leftOutBy({ tiers, select, exclude }: Site): (group: Group) => readonly LeftOut[] {
  const excluded = new Set(exclude);
  const [tags, ids] = [new Set(select?.tags), new Set(select?.groups)];
  return ({ id, tier, tags: own }) => {
    const isNamed = select === undefined || ids.has(id) || own.some((tag) => tags.has(tag));
    return [
      ...(excluded.has(id) ? (['exclude'] as const) : []),
      ...(tiers.includes(tier) ? [] : (['tier'] as const)),
      ...(isNamed ? [] : (['select'] as const)),
    ];
  };
}
