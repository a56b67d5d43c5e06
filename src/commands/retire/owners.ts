import { quote, visible } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import type { Site, Spec } from '../../language/types.ts';
import type { NamingPlace, Retiring } from '../../render/retiring.ts';

/** The site whose older files the device has, and the one whose newer files it gets: those of the same names. */
export type Owners = {
  readonly former: string;
  readonly newer: string;
  readonly notes: readonly string[];
};

/**
 * Finds who has the names of a site on its device, before and now. A site that was renamed, or that got the prefix of
 * another one, has the other's rules on the device: to delete what is older must delete none of them.
 */
export function ownersOf(
  id: string,
  head: Spec,
  base: Spec | undefined,
  { namesAt }: Retiring,
): Owners {
  const placeOf = (site: Site | undefined) => site && namesAt?.(site);
  const keyOf = (site: Site | undefined) => placeOf(site)?.key;
  const [before, now] = [base, head].map((spec) => spec?.sites.find((site) => site.id === id));
  const isBefore = keyOf(before) !== undefined;
  const from = isBefore ? before : now;
  const owner = (spec: Spec | undefined) =>
    spec?.sites.filter(
      (site) => from && keyOf(site) === keyOf(from) && mayBeOneDevice(site, from, placeOf(from)),
    ) ?? [];
  const former = isBefore ? id : only(id, owner(base));
  const newer = only(id, owner(head));
  const moved = [former, newer].find((each) => each !== id);
  return { former, newer, notes: moved === undefined ? [] : [noteOf(former, newer)] };
}

/** Sites without a device may be on any one, or have one of their own, by the kind of device. */
function mayBeOneDevice(a: Site, b: Site, place: NamingPlace | undefined): boolean {
  if (a.id === b.id || (a.device !== undefined && a.device === b.device)) return true;
  const isUnnamed = a.device === undefined || b.device === undefined;
  return isUnnamed && place?.unnamedDevice === 'any';
}

function only(id: string, sites: readonly Site[]): string {
  const [first, second] = sites;
  if (first === undefined || sites.some((site) => site.id === id)) return id;
  if (second === undefined) return first.id;
  throw new UserError(
    `several sites have the names of ${quote(id)}: ${visible(sites.map((site) => site.id).join(', '))}`,
    'name one of them with --site',
  );
}

function noteOf(former: string, newer: string): string {
  return `site "${newer}" has the names on the device that site "${former}" had, so their files are compared`;
}
