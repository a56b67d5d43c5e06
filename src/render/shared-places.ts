import { quote } from '../characters.ts';
import type { Site } from '../language/types.ts';
import { grouped } from '../maps.ts';
import type { Problem } from '../problem.ts';
import type { NamingPlace } from '../targets/device.ts';
import type { Target } from '../targets/target.ts';

/** A site, and the place of its names. */
type Named = { readonly site: Site; readonly place: NamingPlace };

/** Two or more sites with objects of the same names on one device, and the targets of these objects. */
type Clash = { readonly sites: readonly Site[]; readonly targets: readonly string[] };

/**
 * Sites whose objects would have the same names on one device. All such sites are one problem, reported at the second of
 * them. Otherwise forty sites that lack the same key would be a problem for each pair.
 */
export function sharedPlaces(sites: readonly Site[], known: readonly Target[]): Problem[] {
  const clashes = new Map<string, Clash>();
  for (const target of known) {
    for (const together of meetings(sites, target)) {
      const key = together.map(({ id }) => id).join(' ');
      const targets = [...(clashes.get(key)?.targets ?? []), target.name];
      clashes.set(key, { sites: together, targets });
    }
  }
  return [...clashes.values()].map(sharedPlace);
}

/** Sets of sites that conflict, directly or through another site; sets of one site are left out. */
function meetings(sites: readonly Site[], target: Target): Site[][] {
  const named = sites.flatMap((site) => {
    const place = target.namesAt?.(site);
    return place === undefined ? [] : [{ site, place }];
  });
  const meeting = [...grouped(named, ({ place }) => place.key).values()].flatMap(onOneDevice);
  const order = new Map(sites.map((site, index) => [site, index]));
  // As if the sites were added one by one: a set that grows moves to the end.
  const last = (set: readonly Site[]) => set.reduce((_, site) => order.get(site) ?? 0, 0);
  return meeting.filter((set) => set.length > 1).sort((a, b) => last(a) - last(b));
}

/** Of sites with the same names: those that are, or may be, on one device. */
function onOneDevice(named: readonly Named[]): Site[][] {
  const sites = named.map(({ site }) => site);
  const mayMeetAll = named.some(
    ({ site, place }) => site.device === undefined && place.unnamedDevice === 'any',
  );
  if (mayMeetAll) return [sites];
  const placed = sites.flatMap((site) => (site.device === undefined ? [] : [site]));
  return [...grouped(placed, ({ device }) => device ?? '').values()].map((set) => [...set]);
}

function sharedPlace({ sites, targets }: Clash): Problem {
  const [first, second = first] = sites;
  if (first === undefined || second === undefined) throw new Error('a clash has sites');
  const devices = new Set(sites.map(({ device }) => device));
  const place =
    devices.size === 1 && first.device !== undefined
      ? `the device ${quote(first.device)}`
      : `one device (${targets.join(', ')})`;
  return {
    rule: 'shared-place',
    message: `the sites ${namesOf(sites)} would create objects with the same names on ${place}`,
    help: 'give each site its own "prefix:", or, if they are on different devices, its own "device:"',
    at: second.targetPlaces.get(targets[0] ?? '') ?? second.place,
  };
}

const mostNamed = 3;

function namesOf(sites: readonly Site[]): string {
  const names = sites.map(({ id }) => quote(id));
  const more = names.length - mostNamed;
  if (more > 0) return `${names.slice(0, mostNamed).join(', ')} and ${more} more`;
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
