import { quote } from '../../characters.ts';
import { UserError } from '../../errors.ts';
import { didYouMean } from '../../language/suggest.ts';
import type { Spec } from '../../language/types.ts';
import { type Selection, targetNames } from '../../render/all-sites.ts';
import type { Given } from '../cli/verb.ts';
import type { site, target } from './options.ts';

/** The sites and targets that the user names; an empty list means all. */
export type Chosen = Given<typeof site> & Partial<Given<typeof target>>;

/** The selection. Throws a UserError for an unknown site, and for a target that no selected site enables. */
export function selectionOf(spec: Spec, chosen: Chosen): Selection {
  const { site: sites, target: targets = [] } = chosen;
  const known = spec.sites.map(({ id }) => id);
  for (const each of sites) refuseUnknown('unknown site', each, known);
  const selected = spec.sites.filter(({ id }) => sites.length === 0 || sites.includes(id));
  const named = selected.flatMap((each) => Object.keys(each.targets));
  for (const each of targets) {
    refuseUnknown('unknown target', each, targetNames);
    refuseUnknown('no selected site has the target', each, named);
  }
  return { sites: setOf(sites), targets: setOf(targets) };
}

function refuseUnknown(what: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  throw new UserError(`${what} ${quote(name)}`, didYouMean(name, known));
}

function setOf(names: readonly string[]): ReadonlySet<string> | undefined {
  return names.length === 0 ? undefined : new Set(names);
}
