import {
  entriesOf,
  type LiveEntry,
  type LivePlace,
  type PanConfig,
} from '../read/config/entries.ts';

/** Where the rules of a site are: `vsys vsys1`, `shared` or `device-group X`, and the rulebase. */
export type SitePlace = { readonly place: string; readonly rulebase: string };

/** The place of a site on a device, what comes before and after its rules, and the objects that they can name. */
export type Surroundings = {
  readonly own: LivePlace | undefined;
  /** The name of the place in which the device has the site's objects and rules. */
  readonly name: string;
  /** Rulebases in the order in which they are asked, with their places. */
  readonly rulebases: readonly Rulebase[];
  readonly scopes: readonly (LivePlace | undefined)[];
};

/** A rulebase of a place. It is uncertain whether a firewall asks all of those that it has. */
type Rulebase = readonly [place: LivePlace | undefined, base: string, isUncertain?: true];

/** Finds the place of a site. A firewall has what Panorama pushed to it in a place of its own. */
export function surroundingsOf(
  { places }: PanConfig,
  { place }: SitePlace,
): Surroundings | undefined {
  const at = (name: string) => places.get(name);
  const shared = at('shared');
  const common = [at('panorama'), shared];
  if (place.startsWith('vsys ')) {
    const [own, pushed] = [at(place), at(place.replace('vsys ', 'pushed '))];
    return own && { own, name: place, ...onFirewall(own, pushed, common) };
  }
  const own = at(place);
  if (own !== undefined) return { own, name: place, ...inPanorama(own, shared) };
  const [name] = [...places.keys()].filter((each) => each.startsWith('pushed '));
  const pushed = name === undefined ? undefined : at(name);
  if (name === undefined || pushed === undefined) return undefined;
  const local = at(name.replace('pushed ', 'vsys '));
  return { own: pushed, name, ...onFirewall(local, pushed, common) };
}

type Order = Pick<Surroundings, 'rulebases' | 'scopes'>;

/** `common` are the places of all virtual systems. */
function onFirewall(
  local: LivePlace | undefined,
  pushed: LivePlace | undefined,
  common: readonly (LivePlace | undefined)[],
): Order {
  const ofAll = (base: string) => common.map((place): Rulebase => [place, base, true]);
  return {
    rulebases: [
      ...ofAll('pre-rulebase'),
      [pushed, 'pre-rulebase'],
      [local, 'rulebase'],
      [pushed, 'post-rulebase'],
      ...ofAll('post-rulebase'),
    ],
    scopes: [local, pushed, ...common],
  };
}

function inPanorama(own: LivePlace, shared: LivePlace | undefined): Order {
  const above = own === shared ? undefined : shared;
  return {
    rulebases: [
      [above, 'pre-rulebase'],
      [own, 'pre-rulebase'],
      [own, 'post-rulebase'],
      [above, 'post-rulebase'],
    ],
    scopes: [own, shared],
  };
}

/** The rules of a kind in the order in which the device asks them. */
export function rulesOf(
  { rulebases }: Surroundings,
  kind: 'security' | 'decryption' | 'nat',
): LiveEntry[] {
  return rulebases.flatMap(([place, base]) => entriesOf(place, `${base}/${kind}/rules`));
}

/** The security rules that a firewall may not ask. */
export function uncertainRules({ rulebases }: Surroundings): ReadonlySet<LiveEntry> {
  const found = rulebases.filter(([, , isUncertain]) => isUncertain);
  return new Set(found.flatMap(([place, base]) => entriesOf(place, `${base}/security/rules`)));
}
