import { quote } from '../characters.ts';
import type { Site } from '../language/types.ts';
import type { Problem } from '../problem.ts';
import type { Target } from '../targets/target.ts';

/** Sites whose objects meet in one place, two or more of them, and the targets whose objects these are. */
type Clash = { readonly sites: readonly Site[]; readonly targets: readonly string[] };

/**
 * Sites whose objects would meet on one device: one problem for all that meet, said at the second of them. Of forty
 * sites that lack the same key, each pair would be a problem otherwise.
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

/** The sites in sets, so that two that share a place are in one set; sets of one site are left out. */
function meetings(sites: readonly Site[], target: Target): Site[][] {
  let sets: Site[][] = [];
  for (const site of sites) {
    const meets = (set: readonly Site[]) =>
      set.some((earlier) => target.sharesPlace?.(earlier, site) ?? false);
    const met = sets.filter(meets);
    sets = [...sets.filter((set) => !met.includes(set)), [...met.flat(), site]];
  }
  const inOrder = (set: readonly Site[]) => sites.filter((site) => set.includes(site));
  return sets.filter((set) => set.length > 1).map(inOrder);
}

function sharedPlace({ sites, targets }: Clash): Problem {
  const [first, second = first] = sites;
  if (first === undefined || second === undefined) throw new Error('a clash has sites');
  const devices = new Set(sites.map(({ device }) => device));
  const place =
    devices.size === 1 && first.device !== undefined
      ? `the device ${quote(first.device)}`
      : `one place of ${targets.join(' and ')}`;
  return {
    rule: 'shared-place',
    message: `the sites ${namesOf(sites)} would write objects of one name to ${place}`,
    help: 'give each of the sites a "prefix:" of its own, or, where they are on different devices, name each with "device:"',
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
