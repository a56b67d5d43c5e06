import { quote } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import { didYouMean } from '../../language/suggest.ts';
import type { Spec } from '../../language/types.ts';
import { type Selection, targetNames } from '../../render/all-sites.ts';
import type { Given } from '../cli/verb.ts';
import type { shard, site, target } from './options.ts';
import { parseShard } from './values.ts';

/** The sites, targets and the shard that the user names; an empty list means all. */
export type Chosen = Partial<Given<typeof site | typeof target | typeof shard>>;

/** The sites and targets of a run. */
export type RunSelection = Selection & {
  /** Does the run also judge what belongs to no site? Without selected sites; of several shards, only the first does. */
  readonly others: boolean;
};

/**
 * The selection. Throws a UserError for an unknown site, for a target that no selected site enables, and for an invalid
 * shard. A shard may have no site, or none with the target.
 */
export function selectionOf(spec: Spec, chosen: Chosen): RunSelection {
  const { site: sites = [], target: targets = [], shard: part } = chosen;
  const known = spec.sites.map(({ id }) => id);
  for (const each of sites) refuseUnknown('unknown site', each, known);
  const named = spec.sites
    .filter(({ id }) => sites.length === 0 || sites.includes(id))
    .flatMap((each) => Object.keys(each.targets));
  for (const each of targets) {
    refuseUnknown('unknown target', each, targetNames);
    refuseUnknown('no selected site has the target', each, named);
  }
  if (part === undefined)
    return { sites: setOf(sites), targets: setOf(targets), others: sites.length === 0 };
  const { index, count } = parseShard(part);
  const own = known.filter((_id, position) => position % count === index - 1);
  return { sites: new Set(own), targets: setOf(targets), others: index === 1 };
}

function refuseUnknown(what: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  throw new UserError(`${what} ${quote(name)}`, didYouMean(name, known));
}

function setOf(names: readonly string[]): ReadonlySet<string> | undefined {
  return names.length === 0 ? undefined : new Set(names);
}
