import { quote, visible } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import type { KnownSite } from './sites.ts';

/** The site whose older files the device has, and the one whose newer files it gets: those of the same names. */
export type Owners = {
  readonly former: string;
  readonly newer: string;
  readonly notes: readonly string[];
};

/** The sites with the target: those of the spec, and those of the source that says what the device has. */
export type Sites = { readonly head: readonly KnownSite[]; readonly former: readonly KnownSite[] };

/**
 * Finds who has the names of a site on its device, before and now. A site that was renamed, or that got the prefix of
 * another one, has the other's rules on the device: to delete what is older must delete none of them.
 */
export function ownersOf(id: string, sites: Sites): Owners {
  const [head, former] = [indexOf(sites.head), indexOf(sites.former)];
  const [before, now] = [former.get(id), head.get(id)];
  const isBefore = before?.place !== undefined;
  const from = isBefore ? before : now;
  const related = {
    head: sites.head.map((site) => ({ site, is: relation(site, from, former) })),
    former: sites.former.map((site) => ({ site, is: relation(site, from, head) })),
  };
  const those = (side: keyof Sites, is: Relation) =>
    related[side].filter((each) => each.is === is).map(({ site }) => site);
  const owners = {
    former: isBefore ? id : only(id, those('former', 'same')),
    newer: only(id, those('head', 'same')),
  };
  if (owners.former !== owners.newer)
    return { ...owners, notes: movedNotes(owners, head.get(owners.newer), sites.former) };
  const renamed = isBefore ? those('head', 'perhaps') : those('former', 'perhaps');
  const isGone = now === undefined || before === undefined;
  const notes = renamed.map((other) => (isBefore ? perhaps(id, other.id) : perhaps(other.id, id)));
  return { ...owners, notes: isGone ? notes : [] };
}

function indexOf(sites: readonly KnownSite[]): ReadonlyMap<string, KnownSite> {
  return new Map(sites.map((site) => [site.id, site]));
}

type Relation = 'same' | 'perhaps' | 'other';

/**
 * Are a site's names those of another one, on the same device? Sites without a device may be on any one, or have one of
 * their own, by the kind of device. A site that has the names before and now keeps them if a device is unknown.
 */
function relation(
  site: KnownSite,
  from: KnownSite | undefined,
  otherSide: ReadonlyMap<string, KnownSite>,
): Relation {
  const [place, wanted] = [site.place, from?.place];
  if (from === undefined || place === undefined || place.key !== wanted?.key) return 'other';
  if (site.id === from.id) return 'same';
  const devices = [site.device, from.device];
  const isNamed = devices.every((device) => typeof device === 'string');
  if (isNamed) return site.device === from.device ? 'same' : 'other';
  const stays = otherSide.get(site.id)?.place?.key === place.key;
  if (stays && devices.includes(null)) return 'other';
  if (place.unnamedDevice === 'any') return 'same';
  return stays ? 'other' : 'perhaps';
}

function only(id: string, sites: readonly KnownSite[]): string {
  const [first, second] = sites;
  if (first === undefined || sites.some((site) => site.id === id)) return id;
  if (second === undefined) return first.id;
  throw new UserError(
    `several sites have the names of ${quote(id)}: ${visible(sites.map((site) => site.id).join(', '))}`,
    'name one of them with --site',
  );
}

function movedNotes(
  { former, newer }: Omit<Owners, 'notes'>,
  now: KnownSite | undefined,
  before: readonly KnownSite[],
): string[] {
  const isUnknown = before.some(({ id, device }) => id === former && device === null);
  const moved = `site ${quote(newer)} has the names on the device that site ${quote(former)} had, so their files are compared`;
  const unknown = `the files of site ${quote(former)} do not name its device: if it was not ${quote(now?.device ?? '')}, use --base with the commit of these files`;
  return [moved, ...(isUnknown && typeof now?.device === 'string' ? [unknown] : [])];
}

function perhaps(former: string, newer: string): string {
  return `site ${quote(newer)} has the prefix that site ${quote(former)} had: if they are one device, rename the directory of the older files to ${quote(newer)}, and pass them with --old and --site ${newer}`;
}
