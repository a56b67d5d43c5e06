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
  readonly rulebases: readonly (readonly [LivePlace | undefined, string])[];
  readonly scopes: readonly (LivePlace | undefined)[];
};

/** Finds the place of a site. A firewall has what Panorama pushed to it in a place of its own. */
export function surroundingsOf(
  { places }: PanConfig,
  { place }: SitePlace,
): Surroundings | undefined {
  const at = (name: string) => places.get(name);
  const shared = at('shared');
  if (place.startsWith('vsys ')) {
    const [own, pushed] = [at(place), at(place.replace('vsys ', 'pushed '))];
    return own && { own, name: place, ...onFirewall(own, pushed, shared) };
  }
  const own = at(place);
  if (own !== undefined) return { own, name: place, ...inPanorama(own, shared) };
  const [name] = [...places.keys()].filter((each) => each.startsWith('pushed '));
  const pushed = name === undefined ? undefined : at(name);
  if (name === undefined || pushed === undefined) return undefined;
  const local = at(name.replace('pushed ', 'vsys '));
  return { own: pushed, name, ...onFirewall(local, pushed, shared) };
}

type Order = Pick<Surroundings, 'rulebases' | 'scopes'>;

function onFirewall(
  local: LivePlace | undefined,
  pushed: LivePlace | undefined,
  shared: LivePlace | undefined,
): Order {
  return {
    rulebases: [
      [pushed, 'pre-rulebase'],
      [local, 'rulebase'],
      [pushed, 'post-rulebase'],
    ],
    scopes: [local, pushed, shared],
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
export function rulesOf({ rulebases }: Surroundings, kind: 'security' | 'decryption'): LiveEntry[] {
  return rulebases.flatMap(([place, base]) => entriesOf(place, `${base}/${kind}/rules`));
}
